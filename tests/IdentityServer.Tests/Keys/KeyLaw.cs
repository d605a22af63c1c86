using IdentityServer.Testing;

namespace IdentityServer.Tests.Keys;

/// <summary>
/// The law of rotation once more, written by somebody else in another language: triggers that refuse every statement,
/// and every commit, after which it would not hold. What no moment of observation could show, they do.
/// </summary>
internal static class KeyLaw
{
    const string Sql = """
        CREATE FUNCTION law_of_a_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW."Generation" <> 1 + (SELECT coalesce(max("Generation"), 0) FROM "SigningKeys" WHERE "PoolId" = NEW."PoolId" AND "Algorithm" = NEW."Algorithm") THEN
                    RAISE EXCEPTION 'law: generation % leaves a gap', NEW."Generation";
                END IF;
                IF NEW."ActivatedAt" IS NOT NULL AND NEW."Generation" > 1 THEN RAISE EXCEPTION 'law: % signs before it was announced', NEW."Kid"; END IF;
                RETURN NEW;
            END IF;
            IF OLD."AnnouncedAt" IS NOT NULL AND NEW."AnnouncedAt" IS DISTINCT FROM OLD."AnnouncedAt"
                OR OLD."ActivatedAt" IS NOT NULL AND NEW."ActivatedAt" IS DISTINCT FROM OLD."ActivatedAt"
                OR OLD."RetiredAt" IS NOT NULL AND NEW."RetiredAt" IS DISTINCT FROM OLD."RetiredAt"
                OR OLD."WithdrawnAt" IS NOT NULL AND NEW."WithdrawnAt" IS DISTINCT FROM OLD."WithdrawnAt" THEN
                RAISE EXCEPTION 'law: a time of % is written twice', NEW."Kid";
            END IF;
            IF NEW."ActivatedAt" IS NOT NULL AND OLD."ActivatedAt" IS NULL AND (OLD."AnnouncedAt" IS NULL OR NEW."ActivatedAt" < OLD."AnnouncedAt" + interval '425 seconds') THEN
                RAISE EXCEPTION 'law: % signs too early', NEW."Kid";
            END IF;
            IF OLD."RetiredAt" IS NOT NULL AND NEW."SignedUntil" IS DISTINCT FROM OLD."SignedUntil" THEN RAISE EXCEPTION 'law: the mark of % moves', NEW."Kid"; END IF;
            IF NEW."SignedUntil" < OLD."SignedUntil" THEN RAISE EXCEPTION 'law: the mark of % falls', NEW."Kid"; END IF;
            IF NEW."RetiredAt" IS NOT NULL AND NEW."SealedPrivateKey" IS NOT NULL THEN RAISE EXCEPTION 'law: the private half of % outlives it', NEW."Kid"; END IF;
            IF NEW."RetiredAt" IS NULL AND NEW."SealedPrivateKey" IS DISTINCT FROM OLD."SealedPrivateKey" THEN RAISE EXCEPTION 'law: the private half of % is touched', NEW."Kid"; END IF;
            IF NEW."WithdrawnAt" IS NOT NULL AND (NEW."RetiredAt" IS NULL OR NEW."WithdrawnAt" < NEW."SignedUntil" + interval '7 minutes') THEN
                RAISE EXCEPTION 'law: % leaves too early', NEW."Kid";
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER law_of_a_key BEFORE INSERT OR UPDATE ON "SigningKeys" FOR EACH ROW EXECUTE FUNCTION law_of_a_key();

        CREATE FUNCTION law_of_the_pool() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF 1 <> (SELECT count(*) FROM "SigningKeys" WHERE "PoolId" = NEW."PoolId" AND "Algorithm" = NEW."Algorithm" AND "ActivatedAt" IS NOT NULL AND "RetiredAt" IS NULL)
                THEN RAISE EXCEPTION 'law: not one active key of % at a commit', NEW."Algorithm";
            END IF;
            IF 1 < (SELECT count(*) FROM "SigningKeys" WHERE "PoolId" = NEW."PoolId" AND "Algorithm" = NEW."Algorithm" AND "ActivatedAt" IS NULL)
                THEN RAISE EXCEPTION 'law: two successors of % at a commit', NEW."Algorithm";
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER law_of_the_pool AFTER INSERT OR UPDATE ON "SigningKeys" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION law_of_the_pool();
        """;

    public static Task EnforceAsync(PostgresCluster postgres, string database, CancellationToken ct) => postgres.QueryAsync(database, Sql, ct);

    /// <summary>Runs statements of the test that are above the law: they move time.</summary>
    public static Task SuspendedAsync(PostgresCluster postgres, string database, string sql, CancellationToken ct) =>
        postgres.QueryAsync(database, $"BEGIN; SET LOCAL session_replication_role = replica; {sql}; COMMIT;", ct);
}
