CREATE SEQUENCE "public"."ledger_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" uuid,
	"role" text NOT NULL,
	"basis" text,
	"post" text NOT NULL,
	"token_hash" text NOT NULL,
	"login" text,
	"password_hash" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"disabled_at" timestamp(3) with time zone,
	CONSTRAINT "accounts_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "accounts_login_unique" UNIQUE("login"),
	CONSTRAINT "accounts_basis" CHECK (basis is null or role in ('officer', 'planner'))
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"unit_key" text NOT NULL,
	"real_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coordinators" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"kind" text NOT NULL,
	"rollout_id" uuid NOT NULL,
	"unit_key" text NOT NULL,
	"parent_id" text,
	"state" text NOT NULL,
	"complete" boolean NOT NULL,
	"first_looked_at" timestamp(3) with time zone,
	"looked_at" timestamp(3) with time zone,
	"next_wake_at" timestamp(3) with time zone,
	"stuck_since" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"programme_id" text NOT NULL,
	"assignment_id" uuid NOT NULL,
	"step" text NOT NULL,
	"version" integer NOT NULL,
	"agency" text NOT NULL,
	"rung" text NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"recipient_id" uuid,
	"due_on" date,
	"due_at" timestamp(3) with time zone NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"mail_at" timestamp(3) with time zone,
	"mail_id" uuid,
	CONSTRAINT "messages_rung" UNIQUE("assignment_id","step","version","agency","rung","n")
);
--> statement-breakpoint
CREATE TABLE "pending" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pending_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"programme_id" text NOT NULL,
	"coordinator_id" text NOT NULL,
	"unit_key" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "troubles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "troubles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"programme_id" text NOT NULL,
	"coordinator_id" text NOT NULL,
	"unit_key" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"message" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"kind" text NOT NULL,
	"rollout_id" uuid,
	"joint_act_id" uuid,
	"assignment_id" uuid,
	"office_id" uuid,
	"payload" jsonb NOT NULL,
	"account_id" uuid NOT NULL,
	"author_office_id" uuid,
	"author_post" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"real_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "facts_key" UNIQUE("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"kind" text NOT NULL,
	"assignment_id" uuid,
	"at" timestamp(3) with time zone NOT NULL,
	"real_at" timestamp(3) with time zone NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_digests" (
	"day" date PRIMARY KEY NOT NULL,
	"rows" integer NOT NULL,
	"digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "not_applied" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"ledger_seq" bigint,
	"status" integer NOT NULL,
	"answer" jsonb NOT NULL,
	CONSTRAINT "receipts_account_id_key_pk" PRIMARY KEY("account_id","key"),
	CONSTRAINT "receipts_ledger_seq" UNIQUE("ledger_seq")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" uuid NOT NULL,
	"morning" date NOT NULL,
	"n" integer NOT NULL,
	"message_id" text NOT NULL,
	"drawn_up_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"tries" integer NOT NULL,
	"next_try_at" timestamp(3) with time zone NOT NULL,
	"sent_at" timestamp(3) with time zone,
	"parked_at" timestamp(3) with time zone,
	"failure" text,
	"detail" text,
	CONSTRAINT "mails_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "mails_one" UNIQUE("office_id","morning","n")
);
--> statement-breakpoint
CREATE TABLE "agencies" (
	"programme_id" text NOT NULL,
	"code" text NOT NULL,
	"name" jsonb NOT NULL,
	"ordinal" integer NOT NULL,
	"signs" boolean NOT NULL,
	CONSTRAINT "agencies_programme_id_code_pk" PRIMARY KEY("programme_id","code")
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"programme_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"date" date NOT NULL,
	"kind" text NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL,
	"source" text NOT NULL,
	"confirmed" boolean NOT NULL,
	CONSTRAINT "calendar_days_programme_id_version_date_pk" PRIMARY KEY("programme_id","version","date")
);
--> statement-breakpoint
CREATE TABLE "calendar_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"version" integer NOT NULL,
	"days" jsonb NOT NULL,
	"years" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"programme_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"year" integer NOT NULL,
	"confirmed" boolean NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "calendar_years_programme_id_version_year_pk" PRIMARY KEY("programme_id","version","year")
);
--> statement-breakpoint
CREATE TABLE "offices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"agency" text NOT NULL,
	"unit_key" text NOT NULL,
	"name" text NOT NULL,
	"mailbox" text,
	"parent_id" uuid,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "offices_one" UNIQUE("programme_id","agency","unit_key")
);
--> statement-breakpoint
CREATE TABLE "programmes" (
	"id" text PRIMARY KEY NOT NULL,
	"title" jsonb NOT NULL,
	"root_unit" text NOT NULL,
	"rehearsal" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"marks" jsonb NOT NULL,
	"document" jsonb NOT NULL,
	"stepped_at" timestamp(3) with time zone,
	"calendar_version" integer NOT NULL,
	"imported_digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"programme_id" text NOT NULL,
	"key" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "templates_programme_id_key_pk" PRIMARY KEY("programme_id","key")
);
--> statement-breakpoint
CREATE TABLE "unit_successions" (
	"old_key" text NOT NULL,
	"new_key" text NOT NULL,
	"change" text NOT NULL,
	"extent" text NOT NULL,
	"decided_on" date,
	"effective_on" date NOT NULL,
	CONSTRAINT "unit_successions_old_key_new_key_pk" PRIMARY KEY("old_key","new_key")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"key" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"tier" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"search_name" text NOT NULL,
	"parent_key" text,
	"path" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"rollout_id" uuid NOT NULL,
	"unit_key" text NOT NULL,
	"tier" text NOT NULL,
	"coordinator_id" text NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"opened_seq" bigint NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"done_on" date,
	"on_time" boolean,
	"held_by" text[] NOT NULL,
	"held_by_superior_of" text[] NOT NULL,
	"held_since" date,
	"conference_on" date,
	"conferences" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"conference_counts" boolean NOT NULL,
	"conference_present" text[] NOT NULL,
	"wake" jsonb,
	"look_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "holdings" (
	"assignment_id" uuid NOT NULL,
	"step" text NOT NULL,
	"version" integer NOT NULL,
	"agency" text NOT NULL,
	"by_superior" boolean NOT NULL,
	"since" date NOT NULL,
	"due_on" date NOT NULL,
	"others_done_on" date,
	"because" jsonb,
	CONSTRAINT "holdings_assignment_id_step_version_agency_by_superior_pk" PRIMARY KEY("assignment_id","step","version","agency","by_superior")
);
--> statement-breakpoint
CREATE TABLE "joint_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"rollout_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"n" integer NOT NULL,
	"terms" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lines" (
	"assignment_id" uuid NOT NULL,
	"agency" text NOT NULL,
	"office_id" uuid NOT NULL,
	"state" text NOT NULL,
	"received_on" date,
	CONSTRAINT "lines_assignment_id_agency_pk" PRIMARY KEY("assignment_id","agency")
);
--> statement-breakpoint
CREATE TABLE "recipients" (
	"rollout_id" uuid NOT NULL,
	"unit_key" text NOT NULL,
	"parent_key" text NOT NULL,
	"tier" text NOT NULL,
	"leads" boolean NOT NULL,
	CONSTRAINT "recipients_rollout_id_unit_key_pk" PRIMARY KEY("rollout_id","unit_key")
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"root_unit" text NOT NULL,
	"issue_on" date NOT NULL,
	"template" jsonb NOT NULL,
	"dates" jsonb NOT NULL,
	"calendar_version" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"latch" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"assignment_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"due_on" date NOT NULL,
	"filed_on" date,
	"owed_by" text[] NOT NULL,
	"deadline" jsonb NOT NULL,
	CONSTRAINT "steps_assignment_id_key_pk" PRIMARY KEY("assignment_id","key")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"assignment_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"cause" text NOT NULL,
	"content" text,
	"made_at" timestamp(3) with time zone NOT NULL,
	"acknowledge_by" date NOT NULL,
	"dates" jsonb NOT NULL,
	CONSTRAINT "versions_assignment_id_n_pk" PRIMARY KEY("assignment_id","n")
);
--> statement-breakpoint
CREATE TABLE "activation_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"issued_by" uuid NOT NULL,
	"issued_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"used_at" timestamp(3) with time zone,
	"replaced_at" timestamp(3) with time zone,
	CONSTRAINT "activation_codes_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"n" integer NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"until" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"how" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"idle_until" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"ended_by" uuid,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_ins_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid,
	"kind" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "joint_acts" ADD CONSTRAINT "joint_acts_rollout_id_rollouts_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_office" ON "accounts" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "coordinators_parent" ON "coordinators" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "coordinators_wake" ON "coordinators" USING btree ("next_wake_at");--> statement-breakpoint
CREATE INDEX "coordinators_rollout" ON "coordinators" USING btree ("rollout_id");--> statement-breakpoint
CREATE INDEX "messages_recipient" ON "messages" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "messages_mail" ON "messages" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "messages_to_mail" ON "messages" USING btree ("recipient_id") WHERE mail_at is not null and mail_id is null;--> statement-breakpoint
CREATE INDEX "pending_coordinator" ON "pending" USING btree ("coordinator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "facts_settlement" ON "facts" USING btree ("joint_act_id") WHERE kind in ('promulgation', 'discard');--> statement-breakpoint
CREATE UNIQUE INDEX "facts_signature" ON "facts" USING btree ("joint_act_id","office_id") WHERE kind = 'signature';--> statement-breakpoint
CREATE INDEX "facts_assignment" ON "facts" USING btree ("assignment_id");--> statement-breakpoint
CREATE INDEX "facts_rollout" ON "facts" USING btree ("rollout_id","kind");--> statement-breakpoint
CREATE INDEX "facts_office" ON "facts" USING btree ("office_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "facts_calendar" ON "facts" USING btree ("programme_id",(payload->>'version')) WHERE kind = 'calendar';--> statement-breakpoint
CREATE INDEX "ledger_real_at" ON "ledger" USING btree ("real_at");--> statement-breakpoint
CREATE INDEX "ledger_assignment" ON "ledger" USING btree ("assignment_id");--> statement-breakpoint
CREATE INDEX "mails_programme" ON "mails" USING btree ("programme_id","id");--> statement-breakpoint
CREATE INDEX "mails_open" ON "mails" USING btree ("next_try_at") WHERE sent_at is null and parked_at is null;--> statement-breakpoint
CREATE INDEX "offices_parent" ON "offices" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "offices_unit" ON "offices" USING btree ("unit_key");--> statement-breakpoint
CREATE INDEX "units_path" ON "units" USING btree ("path");--> statement-breakpoint
CREATE INDEX "units_parent" ON "units" USING btree ("parent_key");--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one" ON "assignments" USING btree ("rollout_id","unit_key");--> statement-breakpoint
CREATE INDEX "assignments_coordinator" ON "assignments" USING btree ("coordinator_id","state");--> statement-breakpoint
CREATE INDEX "holdings_due" ON "holdings" USING btree ("due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "joint_acts_one" ON "joint_acts" USING btree ("rollout_id","kind","n");--> statement-breakpoint
CREATE INDEX "lines_office" ON "lines" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "recipients_parent" ON "recipients" USING btree ("rollout_id","parent_key");--> statement-breakpoint
CREATE UNIQUE INDEX "rollouts_key" ON "rollouts" USING btree ("programme_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "activation_codes_open" ON "activation_codes" USING btree ("account_id") WHERE used_at is null and replaced_at is null;--> statement-breakpoint
CREATE INDEX "activation_codes_account" ON "activation_codes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sign_ins_account" ON "sign_ins" USING btree ("account_id");