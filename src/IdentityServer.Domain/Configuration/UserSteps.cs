using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>Users of the pools against the file.</summary>
sealed class UserSteps(IUserStore users, HostedPools pools, IPasswordHashes passwords, TimeProvider clock)
{
    const int Tries = 3;

    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, CancellationToken ct)
    {
        List<Step> steps = [];
        foreach (var declared in declaration.Users)
        {
            if (!await pools.WillBeAsync(declaration, new(declared.Pool), ct))
            {
                steps.Add(Step.Ignored(What(declared), HostedPools.None));
                continue;
            }
            var existing = await FindAsync(declared, ct);
            var fields = existing is null ? [] : Differences(existing, declared);
            if (existing is not null && fields.Count == 0) continue;
            steps.Add(new(new(existing is null ? ChangeKind.Add : ChangeKind.Update, What(declared), fields), token => ApplyAsync(declared, token)));
        }
        return steps;
    }

    /// <summary>Reads, writes where nobody was faster, and reads again where somebody was.</summary>
    async ValueTask<Change?> ApplyAsync(UserDeclaration declared, CancellationToken ct)
    {
        if (!await pools.IsThereAsync(new(declared.Pool), ct)) return new(ChangeKind.Ignored, What(declared), [HostedPools.None]);
        var refused = "somebody else keeps changing the user: apply again";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var existing = await FindAsync(declared, ct);
            if (existing is null)
            {
                if (await users.AddAsync(New(declared), ct)) return new(ChangeKind.Add, What(declared), []);
                refused = "the e-mail address belongs to another user";
                continue;
            }
            var fields = Differences(existing, declared);
            if (fields.Count == 0) return null;
            Change(existing, declared);
            if (await users.SaveAsync(existing, ct)) return new(ChangeKind.Update, What(declared), fields);
            refused = fields.Contains("email") ? "the e-mail address belongs to another user, or somebody else changed this one" : refused;
        }
        return new(ChangeKind.Ignored, What(declared), [refused]);
    }

    User New(UserDeclaration declared)
    {
        var now = clock.GetUtcNow();
        User user = new()
        {
            PoolId = new(declared.Pool),
            Id = UserId.New(clock),
            Username = declared.Username,
            PasswordHash = declared.Password is { } password ? passwords.Hash(password) : null,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
            ConcurrencyStamp = Ids.NewUuid(clock),
            CreatedAt = now,
            UpdatedAt = now,
        };
        Change(user, declared);
        return user;
    }

    void Change(User user, UserDeclaration declared)
    {
        user.Username = declared.Username;
        user.NormalizedUsername = UserNames.Normalize(declared.Username);
        user.EmailVerified = Verified(user, declared);
        if (declared.Email is { } email)
        {
            user.Email = email;
            user.NormalizedEmail = EmailAddresses.Normalize(email);
        }
        Dictionary<string, JsonElement> claims = new(user.Claims, StringComparer.Ordinal);
        foreach (var (name, value) in declared.Claims) claims[name] = value;
        user.Claims = claims;
        user.UpdatedAt = clock.GetUtcNow();
    }

    static List<string> Differences(User user, UserDeclaration declared)
    {
        var fields = new Difference()
            .In("username", user.Username, declared.Username)
            .In("email", user.Email, declared.Email ?? user.Email)
            .In("email_verified", user.EmailVerified, Verified(user, declared))
            .Fields.ToList();
        foreach (var (name, value) in declared.Claims)
            if (!user.Claims.TryGetValue(name, out var stored) || !JsonElement.DeepEquals(stored, value)) fields.Add($"claims.{name}");
        return fields;
    }

    /// <summary>Who proved one address has proved nothing about the next.</summary>
    static bool Verified(User user, UserDeclaration declared) =>
        declared.EmailVerified ?? (user.EmailVerified && (declared.Email is null || EmailAddresses.Normalize(declared.Email) == user.NormalizedEmail));

    ValueTask<User?> FindAsync(UserDeclaration declared, CancellationToken ct) =>
        users.FindByUsernameAsync(new(declared.Pool), UserNames.Normalize(declared.Username), ct);

    static string What(UserDeclaration declared) => $"user {declared.Username}";
}
