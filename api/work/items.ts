/** The shape of "Việc của tôi": what an office sees, and what it can do about each thing, ready to be sent. */
import { z } from '@hono/zod-openapi';
import { LINE_STATES, PAIR_STATES, STEP_KINDS, STEP_STATES, TIERS } from '#domain/vocabulary.ts';
import { ADJUSTMENT_REASONS, JOINT_ACT_KINDS, VERSION_CAUSES } from '#domain/vocabulary.ts';
import { assumed, date, id, instant, key, labelled, rehearsal, seq } from '#api/schemas.ts';

/**
 * In the order of PRODUCT 3: one's own work first (`returned` ... `done`), then what a superior owes those
 * below (`toAnswer`, `toCheck`, `vacantBelow`), then the acts of the root office on its rollouts.
 */
export const WORK_SECTIONS = [
  'returned', // Bị trả lại
  'now', // Cần làm ngay: the next step this office owes of an assignment, also what both sides dispute
  'toConfirm', // Chờ bạn xác nhận
  'waiting', // Chờ cơ quan phối hợp, or the superior; also what is suspended
  'coming', // Sắp tới: further steps due within 30 days
  'toAnswer', // a superior's: requests of its own line, disputes, confirmations instead of a silent office
  'toCheck', // a superior's: pairs that have reported
  'vacantBelow', // a superior's: offices of its own line with nobody who may confirm
  'rollout', // the root office's: sign and put in force each joint act, the conference, close
  'done', // Đã xong, folded; also what was recalled or ended
] as const;
export type WorkSection = (typeof WORK_SECTIONS)[number];

/**
 * What the account may do now. POST `body` and the rest of the operation's fields to `href`; `kind` names the
 * operation. An act that the account has no right to is not listed.
 */
const act = <K extends string, B extends z.ZodRawShape>(kind: K, body: B) =>
  z.object({ kind: z.literal(kind), href: z.string(), body: z.object(body) });

export const WORK_ACT = z.discriminatedUnion('kind', [
  act('acknowledgement', { version: z.int() }),
  act('designation', {}),
  act('adjustmentRequest', {}),
  act('adjustmentWithdrawal', { request: seq }),
  act('adjustmentAnswer', { request: seq }),
  act('plan', {}),
  act('conference', {}),
  act('report', {}),
  /** `agrees: false` with `differs` starts a dispute. */
  act('confirmation', { filing: seq }),
  /** A superior's word on what the two sides differ on. */
  act('disputeDecision', { filing: seq }),
  act('acceptance', {}),
  act('return', {}),
  /** The superior's own office is offered; another of the same agency may be named. */
  act('standIn', { standInOffice: id }),
  act('jointAct', { kind: z.enum(JOINT_ACT_KINDS) }),
  act('signature', {}),
  act('promulgation', {}),
  act('rolloutConference', {}),
  act('rolloutConferenceConfirmation', { conference: seq }),
]);
export type WorkAct = z.infer<typeof WORK_ACT>;

const line = z.object({
  agency: z.string(),
  office: id,
  officeName: z.string(),
  /** The other agency's `assigned` is shown as `received`. */
  state: labelled(LINE_STATES),
});

export const WORK_ITEM = z
  .object({
    /** Natural and stable: section, rollout key, unit, agency, step. Ties in the list break by it. */
    key: z.string(),
    section: z.enum(WORK_SECTIONS),
    rollout: z.object({ id, key: z.string(), title: z.string() }).nullable(),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
    /** The office it is done for: the account's own, one it stands in for, or the vacant one below. */
    office: z.object({ id, agency: z.string(), name: z.string(), standingIn: z.boolean() }),
    /** Null for the root office's acts on a rollout and for vacant offices. */
    assignment: id.nullable(),
    state: labelled(PAIR_STATES).nullable(),
    /** Version in force, from 1. */
    version: z.int().nullable(),
    step: z
      .object({
        key: z.string(), // C2
        kind: z.enum(STEP_KINDS),
        label: z.string(),
        state: labelled(STEP_STATES),
      })
      .nullable(),
    /** What to do or what it waits for, as one line in the reader's language. */
    title: z.string(),
    due: z
      .object({
        on: date,
        /** Working days from today up to and including the date; 0 today and after it. */
        workingDaysLeft: z.int(),
        /** Working days past it, today included; 0 while it is not overdue. */
        workingDaysOverdue: z.int(),
        assumed,
      })
      .nullable(),
    lines: z.array(line),
    /** The last filing of the step: what is to be confirmed, mended or corrected. */
    filing: z
      .object({
        seq,
        agency: z.string(),
        on: date,
        evidence: z.record(z.string(), z.unknown()),
        dispute: z
          .object({
            agency: z.string(),
            differs: z.string().nullable(),
            /** What the superiors have said of it so far. */
            decided: z.record(z.string(), z.boolean()),
          })
          .nullable(),
        /** From then on the superior of a silent office may confirm instead of it. */
        insteadFrom: instant,
      })
      .nullable(),
    returned: z
      .object({ agency: z.string(), on: date, mendBy: date, reason: z.string(), field: z.string() })
      .nullable(),
    /** `text` is for the line itself and its superior; the other agency sees the reason class. */
    request: z
      .object({
        seq,
        reason: labelled(ADJUSTMENT_REASONS),
        text: z.string().nullable(),
        askedOn: date,
        answerBy: date,
      })
      .nullable(),
    /** Due dates by step key of the version in force: what an answer `adjust` may move. Only with `toAnswer`. */
    dates: z.record(z.string(), date).nullable(),
    /** What the version to be received changes or an amendment has added; null for a first one as issued. */
    change: z
      .object({
        cause: labelled(VERSION_CAUSES),
        content: z.string().nullable(),
        dates: z.array(
          z.object({ step: z.string(), label: z.string(), from: date.nullable(), to: date }),
        ),
      })
      .nullable(),
    /** A conference counts only when held after this date; null while the tier above has none confirmed. */
    conferenceAbove: date.nullable(),
    acts: z.array(WORK_ACT),
  })
  .openapi('WorkItem');
export type WorkItem = z.infer<typeof WORK_ITEM>;

/** The answer of `GET /work`. */
export const WORK_PAGE = z
  .object({
    /** Programme time. */
    now: z.string(),
    today: date,
    /** A rehearsal carries "DỮ LIỆU TẬP HUẤN" on every screen. */
    rehearsal,
    counts: z.record(z.enum(WORK_SECTIONS), z.int()),
    items: z.array(WORK_ITEM),
    next: z.string().nullable(),
  })
  .openapi('WorkPage');
export type WorkPage = z.infer<typeof WORK_PAGE>;
