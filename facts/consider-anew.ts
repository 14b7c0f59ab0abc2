import type { Sql } from '#db/driver.ts';
import { considerEverything } from '#db/writes/consequences.ts';

/** No fact, but asked for like one: every open coordinator looks at all it has, also at what rested until later. */
export const considerAnew = async (sql: Sql): Promise<void> => {
  await considerEverything(sql);
};
