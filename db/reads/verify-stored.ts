import type { Queryable } from '#db/driver.ts';
import type { Deadline } from '#domain/deadline.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import type { Wake } from '#domain/wake.ts';

/** One assignment as it is stored: what lists read, and the consequences drawn of it. */
export type StoredAssignment = {
  readonly id: string;
  readonly unit: string;
  readonly state: string;
  readonly version: number;
  readonly doneOn: CivilDate | null;
  readonly onTime: boolean | null;
  readonly heldBy: readonly string[];
  readonly heldBySuperiorOf: readonly string[];
  readonly heldSince: CivilDate | null;
  readonly holdings: readonly StoredHolding[];
  readonly conferenceOn: CivilDate | null;
  readonly conferenceCounts: boolean;
  readonly conferencePresent: readonly string[];
  readonly wake: Wake | null;
  readonly lookAt: Instant | null;
  readonly lines: readonly {
    readonly agency: string;
    readonly state: string;
    readonly receivedOn: CivilDate | null;
  }[];
  readonly steps: readonly {
    readonly key: string;
    readonly kind: string;
    readonly state: string;
    readonly dueOn: CivilDate;
    readonly filedOn: CivilDate | null;
    readonly owedBy: readonly string[];
    readonly deadline: Deadline;
  }[];
  readonly versions: readonly {
    readonly n: number;
    readonly cause: string;
    readonly content: string | null;
    readonly madeAt: Instant;
    readonly acknowledgeBy: CivilDate;
    readonly dates: Readonly<Record<string, CivilDate>>;
  }[];
  readonly messages: readonly StoredMessage[];
  readonly notApplied: readonly number[];
};

/** A step that one side owes, since when, and until when. */
export type StoredHolding = {
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly bySuperior: boolean;
  readonly since: CivilDate;
  readonly dueOn: CivilDate;
  readonly othersOn: CivilDate | null;
  readonly because: unknown;
};

export type StoredMessage = {
  /** `step/version/agency/rung/n` */
  readonly id: string;
  readonly agency: string;
  readonly kind: 'notice' | 'reminder' | 'reportUp';
  readonly dueAt: Instant;
  readonly outcome: 'sent' | 'skipped';
  readonly reason: string | null;
  /** Agency of the office it went to. */
  readonly recipientOf: string | null;
};

/** All that is stored of the assignments one coordinator looks after. */
export const readStoredAssignments = (sql: Queryable, coordinator: string) => sql<
  StoredAssignment[]
>`
  select a.id, a.unit_key as unit, a.state, a.version, a.done_on as "doneOn", a.on_time as "onTime",
    a.held_by as "heldBy", a.held_by_superior_of as "heldBySuperiorOf", a.held_since as "heldSince",
    a.conference_on as "conferenceOn", a.conference_counts as "conferenceCounts", a.conference_present as "conferencePresent",
    a.wake, iso(a.look_at) as "lookAt",
    (select coalesce(json_agg(json_build_object('step', h.step, 'version', h.version, 'agency', h.agency,
        'bySuperior', h.by_superior, 'since', h.since, 'dueOn', h.due_on,
        'othersOn', h.others_done_on, 'because', h.because)
        order by h.step, h.version, h.agency, h.by_superior), '[]')
      from holdings h where h.assignment_id = a.id) as holdings,
    (select coalesce(json_agg(json_build_object('agency', l.agency, 'state', l.state,
        'receivedOn', l.received_on)), '[]') from lines l where l.assignment_id = a.id) as lines,
    (select coalesce(json_agg(json_build_object('key', s.key, 'kind', s.kind, 'state', s.state, 'dueOn', s.due_on,
        'filedOn', s.filed_on, 'owedBy', s.owed_by, 'deadline', s.deadline)), '[]')
      from steps s where s.assignment_id = a.id) as steps,
    (select coalesce(json_agg(json_build_object('n', v.n, 'cause', v.cause, 'content', v.content, 'madeAt', iso(v.made_at),
        'acknowledgeBy', v.acknowledge_by, 'dates', v.dates) order by v.n), '[]')
      from versions v where v.assignment_id = a.id) as versions,
    (select coalesce(json_agg(json_build_object(
        'id', m.step || '/' || m.version || '/' || m.agency || '/' || m.rung || '/' || m.n, 'agency', m.agency,
        'kind', m.kind, 'dueAt', iso(m.due_at), 'outcome', m.outcome, 'reason', m.reason,
        'recipientOf', o.agency) order by m.id), '[]')
      from messages m left join offices o on o.id = m.recipient_id where m.assignment_id = a.id) as messages,
    (select coalesce(json_agg(x.seq), '[]') from not_applied x join facts f on f.seq = x.seq
      where f.assignment_id = a.id) as "notApplied"
  from assignments a where a.coordinator_id = ${coordinator} order by a.unit_key collate "C"`;
