-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "agency" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name_vi" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "parent_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "official" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "agency_id" UUID,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "official_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login" (
    "token_hash" BYTEA NOT NULL,
    "official_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "login_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "official_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" SERIAL NOT NULL,
    "platform" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "state_reason" TEXT,
    "secrets_sealed" BYTEA NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "rate_per_second" DOUBLE PRECISION,
    "agency_id" UUID,
    "last_event_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_token" (
    "channel_id" INTEGER NOT NULL,
    "pair_sealed" BYTEA NOT NULL,
    "previous_sealed" BYTEA,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "dead_reason" TEXT,

    CONSTRAINT "channel_token_pkey" PRIMARY KEY ("channel_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "user_sealed" BYTEA,
    "name_sealed" BYTEA,
    "phone_sealed" BYTEA,
    "language" TEXT,
    "window_until" TIMESTAMPTZ(3),
    "reach" TEXT NOT NULL DEFAULT 'reachable',
    "opted_out_at" TIMESTAMPTZ(3),
    "consented" BOOLEAN,
    "person_wrote_at" TIMESTAMPTZ(3),
    "turns" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "contact_id" UUID NOT NULL,
    "state_sealed" BYTEA NOT NULL,
    "flow" TEXT,
    "expires_on" DATE,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("contact_id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" BIGSERIAL NOT NULL,
    "contact_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "text_version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_text" (
    "version" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_text_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "erasure_request" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "contact_id" UUID,
    "subject_sealed" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_try" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "login_try_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "contact_id" UUID NOT NULL,
    "key" BYTEA NOT NULL,
    "trace" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "event_sealed" BYTEA NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),
    "parked" TEXT,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stray" (
    "id" BIGSERIAL NOT NULL,
    "platform" TEXT NOT NULL,
    "account_id" TEXT,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "trace" TEXT NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stray_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" BIGSERIAL NOT NULL,
    "contact_id" UUID NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "lane" TEXT NOT NULL,
    "part" SMALLINT NOT NULL DEFAULT 0,
    "trace" TEXT NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "status" TEXT NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "doubts" SMALLINT NOT NULL DEFAULT 0,
    "held_by" INTEGER,
    "not_before" TIMESTAMPTZ(3),
    "platform_key" BYTEA,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process" (
    "id" SERIAL NOT NULL,
    "role" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "keyring" (
    "id" SMALLSERIAL NOT NULL,
    "purpose" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "keyring_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey" (
    "id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_revision" (
    "survey_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "checksum" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" UUID,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "survey_revision_pkey" PRIMARY KEY ("survey_id","revision")
);

-- CreateTable
CREATE TABLE "response" (
    "id" UUID NOT NULL,
    "survey_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "response_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "response_owner" (
    "response_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "response_owner_pkey" PRIMARY KEY ("response_id")
);

-- CreateTable
CREATE TABLE "answer" (
    "response_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" JSONB,
    "value_sealed" BYTEA,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "changes" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("response_id","question")
);

-- CreateIndex
CREATE UNIQUE INDEX "agency_code_key" ON "agency"("code");

-- CreateIndex
CREATE UNIQUE INDEX "official_email_key" ON "official"("email");

-- CreateIndex
CREATE INDEX "login_official_id_idx" ON "login"("official_id");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE UNIQUE INDEX "channel_platform_account_id_key" ON "channel"("platform", "account_id");

-- CreateIndex
CREATE INDEX "contact_channel_id_created_at_idx" ON "contact"("channel_id", "created_at");

-- CreateIndex
CREATE INDEX "session_expires_on_idx" ON "session"("expires_on");

-- CreateIndex
CREATE INDEX "consent_contact_id_at_idx" ON "consent"("contact_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "erasure_request_code_key" ON "erasure_request"("code");

-- CreateIndex
CREATE INDEX "erasure_request_done_at_received_at_idx" ON "erasure_request"("done_at", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_key_key" ON "inbox"("key");

-- CreateIndex
CREATE UNIQUE INDEX "stray_key_key" ON "stray"("key");

-- CreateIndex
CREATE INDEX "response_survey_id_started_at_idx" ON "response"("survey_id", "started_at");

-- CreateIndex
CREATE INDEX "response_owner_contact_id_idx" ON "response_owner"("contact_id");

-- AddForeignKey
ALTER TABLE "agency" ADD CONSTRAINT "agency_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "official" ADD CONSTRAINT "official_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login" ADD CONSTRAINT "login_official_id_fkey" FOREIGN KEY ("official_id") REFERENCES "official"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_token" ADD CONSTRAINT "channel_token_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "survey_revision" ADD CONSTRAINT "survey_revision_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "survey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- By hand, since the schema language has no word for it ---------------------------------------------------------------------------

-- The runner's way in: what is not handled yet, oldest first, and by contact. Small as long as the runner keeps up.
CREATE INDEX "inbox_unhandled_idx" ON "inbox" ("id") WHERE "handled_at" IS NULL;
CREATE INDEX "inbox_parked_idx" ON "inbox" ("id") WHERE "parked" IS NOT NULL;
CREATE INDEX "inbox_unhandled_contact_idx" ON "inbox" ("contact_id", "id") WHERE "handled_at" IS NULL;

-- A contact's messages: receipts without message ids, what is shown of a conversation, forgetting somebody.
CREATE INDEX "message_contact_idx" ON "message" ("contact_id", "id");
-- What still has to leave, by contact (order) and by age (sending); what was sent, by the platform's message id (receipts, echoes).
CREATE INDEX "message_unsettled_idx" ON "message" ("contact_id", "id") WHERE "status" IN ('queued', 'sending');
CREATE INDEX "message_queued_idx" ON "message" ("id") WHERE "status" = 'queued';
CREATE INDEX "message_in_doubt_idx" ON "message" ("id") WHERE "status" = 'in-doubt';
CREATE INDEX "message_platform_key_idx" ON "message" ("platform_key") WHERE "platform_key" IS NOT NULL;

-- Free space in each page, so that a turn's update of a row stays in its page and touches no index (HOT).
ALTER TABLE "contact" SET (fillfactor = 80);
ALTER TABLE "session" SET (fillfactor = 70);

-- These tables change all day: vacuum them by small steps instead of one big one at night.
ALTER TABLE "inbox" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "message" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "session" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
ALTER TABLE "contact" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
