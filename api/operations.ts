/** Every operation, in the order of the reference page. */
import { create as createAccount } from './accounts/create.ts';
import { disable as disableAccount } from './accounts/disable.ts';
import { issueCode } from './accounts/issue-code.ts';
import { list as listAccounts } from './accounts/list.ts';
import { replaceToken } from './accounts/replace-token.ts';
import { activate } from './activations/activate.ts';
import { accept } from './assignments/accept.ts';
import { acknowledge } from './assignments/acknowledge.ts';
import { answerAdjustment } from './assignments/answer-adjustment.ts';
import { confirm } from './assignments/confirm.ts';
import { correct } from './assignments/correct.ts';
import { decideDispute } from './assignments/decide-dispute.ts';
import { designate } from './assignments/designate.ts';
import { exempt } from './assignments/exempt.ts';
import { fileConference } from './assignments/file-conference.ts';
import { filePlan } from './assignments/file-plan.ts';
import { fileReport } from './assignments/file-report.ts';
import { read as readAssignment } from './assignments/read.ts';
import { reinstate } from './assignments/reinstate.ts';
import { reopen } from './assignments/reopen.ts';
import { requestAdjustment } from './assignments/request-adjustment.ts';
import { returnStep } from './assignments/return.ts';
import { withdrawAdjustment } from './assignments/withdraw-adjustment.ts';
import { draft as draftCalendar } from './calendars/draft.ts';
import { list as listCalendars } from './calendars/list.ts';
import { preview as previewCalendar } from './calendars/preview.ts';
import { publish as publishCalendar } from './calendars/publish.ts';
import { listen } from './changes/listen.ts';
import type { Api, Deps } from './context.ts';
import { live } from './health/live.ts';
import { ready } from './health/ready.ts';
import { copyJointAct } from './joint-acts/copy.ts';
import { correctSignature } from './joint-acts/correct-signature.ts';
import { discardJointAct } from './joint-acts/discard.ts';
import { previewJointAct } from './joint-acts/preview.ts';
import { promulgate } from './joint-acts/promulgate.ts';
import { sign } from './joint-acts/sign.ts';
import { list as listMails } from './mails/list.ts';
import { retry as retryMail } from './mails/retry.ts';
import { changePassword } from './me/change-password.ts';
import { listSessions } from './me/list-sessions.ts';
import { readMe } from './me/read.ts';
import { preview as previewMail } from './messages/mail.ts';
import { list as listMessages } from './messages/list.ts';
import { delegate } from './offices/delegate.ts';
import { list as listOffices } from './offices/list.ts';
import { nameStandIn } from './offices/name-stand-in.ts';
import { list as listOverdue } from './overdue/list.ts';
import { readClock } from './programmes/read-clock.ts';
import { read as readProgramme } from './programmes/read.ts';
import { setClock } from './programmes/set-clock.ts';
import { confirmConference } from './rollouts/confirm-conference.ts';
import { copyRollout } from './rollouts/copy.ts';
import { discardRollout } from './rollouts/discard.ts';
import { draft } from './rollouts/draft.ts';
import { holdConference } from './rollouts/hold-conference.ts';
import { list as listRollouts } from './rollouts/list.ts';
import { listAssignments } from './rollouts/list-assignments.ts';
import { listJointActs } from './rollouts/list-joint-acts.ts';
import { listHolders } from './rollouts/list-holders.ts';
import { listWorkflows } from './rollouts/list-workflows.ts';
import { openEarly } from './rollouts/open-early.ts';
import { openJointAct } from './rollouts/open-joint-act.ts';
import { read as readRollout } from './rollouts/read.ts';
import { begin as beginSession } from './sessions/begin.ts';
import { beginRehearsal } from './sessions/begin-rehearsal.ts';
import { listRehearsalAccounts } from './sessions/list-rehearsal-accounts.ts';
import { end as endSession } from './sessions/end.ts';
import { list as listUnits } from './units/list.ts';
import { readWork } from './work/read.ts';

export const operations: readonly ((app: Api, deps: Deps) => unknown)[] = [
  readWork,
  listMessages,
  listen,
  previewMail,
  listOverdue,
  readAssignment,
  acknowledge,
  designate,
  requestAdjustment,
  withdrawAdjustment,
  answerAdjustment,
  filePlan,
  fileConference,
  fileReport,
  correct,
  confirm,
  decideDispute,
  accept,
  returnStep,
  reopen,
  exempt,
  reinstate,
  draft,
  copyRollout,
  discardRollout,
  listRollouts,
  readRollout,
  openJointAct,
  listJointActs,
  previewJointAct,
  sign,
  correctSignature,
  promulgate,
  discardJointAct,
  copyJointAct,
  openEarly,
  holdConference,
  confirmConference,
  listAssignments,
  listHolders,
  listWorkflows,
  listMails,
  retryMail,
  readProgramme,
  readClock,
  setClock,
  draftCalendar,
  listCalendars,
  previewCalendar,
  publishCalendar,
  listUnits,
  listOffices,
  nameStandIn,
  delegate,
  beginSession,
  activate,
  beginRehearsal,
  listRehearsalAccounts,
  listSessions,
  endSession,
  changePassword,
  readMe,
  createAccount,
  listAccounts,
  issueCode,
  replaceToken,
  disableAccount,
  live,
  ready,
];
