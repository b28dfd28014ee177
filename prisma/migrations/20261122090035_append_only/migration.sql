-- What officials did (audit) and what people agreed to or refused (consent) is proof, and proof that can be rewritten proves nothing.
-- So the database itself refuses it, whichever program or console asks: rows are added, never changed and never taken away.
-- Setting it aside takes the owner of the tables and a statement that says so (ALTER TABLE … DISABLE TRIGGER), not a slip.
--
-- Erasing a person on their request is the one lawful exception. It goes through a function of its own, which a later migration adds
-- together with the work that calls it; until then there is no way round.
--
-- One trigger a statement and not one a row: it costs nothing where rows are only added (the message path), it refuses a statement that
-- happens to find no row as well, and TRUNCATE has no other.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table "%" is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Add a further row that says what is so now.';
END
$$;

CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "consent_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "consent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
