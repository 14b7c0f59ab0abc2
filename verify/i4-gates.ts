import { readGateTroubles, readLineTroubles, type GateTrouble } from '#db/reads/verify.ts';
import { checked, type Invariant, type Problem } from './invariant.ts';

/** An opened gate is a coordinator's row; under it every frozen recipient has one assignment with all its lines. */
export const gates: Invariant = {
  id: 'I4',
  title: {
    vi: 'Dưới mỗi cửa đã mở, mỗi nơi nhận trong danh sách đã chốt có đúng một nhiệm vụ',
    en: 'Under every opened gate the assignments are the frozen recipients, none twice, none missing',
  },
  async check({ sql, scope, busy }) {
    const pairs = await readGateTroubles(sql, scope, [...busy]);
    const lines = await readLineTroubles(sql, scope);
    return checked([
      ...pairs.map(tell),
      ...lines.map(({ subject, lines: found, expected }) => ({
        subject,
        message: `has lines of [${found.join(', ')}], its offices were [${expected.join(', ')}]`,
      })),
    ]);
  },
  examine: ({ base, decision }) =>
    decision.gatesToOpen.map((unit) => ({
      subject: `${base.key} ${unit}`,
      message: 'the gate below it is to be open (its plan is confirmed), and is not',
    })),
};

const tell = (found: GateTrouble): Problem => {
  const { subject, coordinator, recipient, assignments } = found;
  const said = !recipient
    ? 'has an assignment and is no recipient'
    : coordinator === null
      ? 'has an assignment although no gate above it is open'
      : assignments !== 1
        ? `is a recipient under an open gate and has ${assignments} assignments`
        : `its assignment is not with the coordinator above it (${coordinator})`;
  return { subject, message: said };
};
