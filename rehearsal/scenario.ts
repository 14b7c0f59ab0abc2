/** What the planner at the top does before the offices take over: the draft, from the programme's template. */
import { closeOnFor } from '#domain/timetable.ts';
import { TIERS } from '#domain/vocabulary.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { RehearsalError, type Http } from './http.ts';
import type { RehearsalOffice } from './office.ts';
import type { Stage } from './stage.ts';

export type Draft = {
  readonly id: string;
  readonly plannerToken: string;
  readonly closeOn: CivilDate;
  /** By template step. */
  readonly dates: Readonly<Record<string, CivilDate>>;
};

/** Drafts the rollout of the stage's template; its dates are planned backward by the API. */
export async function draftRollout(
  http: Http,
  stage: Stage,
  offices: readonly RehearsalOffice[],
): Promise<Draft> {
  const { template } = stage;
  const plannerToken = offices.find((o) => o.place.unit === stage.root)?.token ?? '';
  const closeOn = closeOnOf(stage);
  const { id, dates } = await http.post<{
    id: string;
    dates: Readonly<Record<string, { readonly on: CivilDate }>>;
  }>({
    token: plannerToken,
    path: '/rollouts',
    body: { template: template.key, title: template.title.vi, closeOn },
    key: `draft/${template.key}`,
  });
  const planned = Object.entries(dates).map(([step, { on }]) => [step, on] as const);
  return { id, plannerToken, closeOn, dates: Object.fromEntries(planned) };
}

/** As the template says, else counted from its day of issue. */
function closeOnOf({ template, units, calendar }: Stage): CivilDate {
  if (template.closeOn !== undefined) return template.closeOn;
  const tiers = TIERS.filter((tier) => [...units.values()].some((u) => u.tier === tier));
  const answer =
    template.issueOn === undefined ? null : closeOnFor(template, tiers, template.issueOn, calendar);
  if (answer === null || !answer.ok)
    throw new RehearsalError(`The template ${template.key} names no date to plan from`);
  return answer.closeOn;
}
