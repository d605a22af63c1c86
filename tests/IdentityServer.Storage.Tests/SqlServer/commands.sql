-- ITokenFamilyStore.AddAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [TokenFamilies] ([Id], [PoolId], [Acr], [Amr], [AuthTime], [ClaimsRequest], [ClientId], [CodeChallenge], [CodeDigest], [CodeExpiresAt], [CodeTakenAt], [CreatedAt], [Generation], [Nonce], [Offline], [RedirectUri], [RefreshExpiresAt], [Resources], [RevokedAt], [RotatedAt], [Scope], [SecurityStamp], [SessionId], [UserId], [WrongVerifiers])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24);

-- ITokenFamilyStore.FindByCodeAsync
SELECT TOP(1) [t].[PoolId], [t].[Id], [t].[Acr], [t].[Amr], [t].[AuthTime], [t].[ClaimsRequest], [t].[ClientId], [t].[CodeChallenge], [t].[CodeDigest], [t].[CodeExpiresAt], [t].[CodeTakenAt], [t].[CreatedAt], [t].[Generation], [t].[Nonce], [t].[Offline], [t].[RedirectUri], [t].[RefreshExpiresAt], [t].[Resources], [t].[RevokedAt], [t].[RotatedAt], [t].[Scope], [t].[SecurityStamp], [t].[SessionId], [t].[UserId], [t].[WrongVerifiers], [u0].[PoolId], [u0].[Id], [u0].[AccessFailedCount], [u0].[Claims], [u0].[ConcurrencyStamp], [u0].[CreatedAt], [u0].[Disabled], [u0].[Email], [u0].[EmailVerified], [u0].[LockoutEnd], [u0].[NormalizedEmail], [u0].[NormalizedUsername], [u0].[PasswordHash], [u0].[SecurityStamp], [u0].[UpdatedAt], [u0].[Username]
FROM [TokenFamilies] AS [t]
LEFT JOIN (
    SELECT [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
    FROM [Users] AS [u]
    WHERE [u].[PoolId] = @ef_filter__Pool
) AS [u0] ON [t].[UserId] = [u0].[Id]
WHERE [t].[PoolId] = @ef_filter__Pool0 AND [t].[CodeDigest] = @code

-- ITokenFamilyStore.FindAsync
SELECT TOP(1) [t].[PoolId], [t].[Id], [t].[Acr], [t].[Amr], [t].[AuthTime], [t].[ClaimsRequest], [t].[ClientId], [t].[CodeChallenge], [t].[CodeDigest], [t].[CodeExpiresAt], [t].[CodeTakenAt], [t].[CreatedAt], [t].[Generation], [t].[Nonce], [t].[Offline], [t].[RedirectUri], [t].[RefreshExpiresAt], [t].[Resources], [t].[RevokedAt], [t].[RotatedAt], [t].[Scope], [t].[SecurityStamp], [t].[SessionId], [t].[UserId], [t].[WrongVerifiers], [u0].[PoolId], [u0].[Id], [u0].[AccessFailedCount], [u0].[Claims], [u0].[ConcurrencyStamp], [u0].[CreatedAt], [u0].[Disabled], [u0].[Email], [u0].[EmailVerified], [u0].[LockoutEnd], [u0].[NormalizedEmail], [u0].[NormalizedUsername], [u0].[PasswordHash], [u0].[SecurityStamp], [u0].[UpdatedAt], [u0].[Username]
FROM [TokenFamilies] AS [t]
LEFT JOIN (
    SELECT [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
    FROM [Users] AS [u]
    WHERE [u].[PoolId] = @ef_filter__Pool
) AS [u0] ON [t].[UserId] = [u0].[Id]
WHERE [t].[PoolId] = @ef_filter__Pool0 AND [t].[Id] = @id

-- ITokenFamilyStore.TakeCodeAsync
UPDATE [t]
SET [t].[CodeTakenAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id AND [t].[CodeTakenAt] IS NULL AND [t].[RevokedAt] IS NULL

-- ITokenFamilyStore.TakeCodeAsync, with a line
UPDATE [t]
SET [t].[CodeTakenAt] = @p,
    [t].[Generation] = @p2,
    [t].[RotatedAt] = @p0,
    [t].[RefreshExpiresAt] = @p1
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id AND [t].[CodeTakenAt] IS NULL AND [t].[RevokedAt] IS NULL

-- ITokenFamilyStore.CountWrongVerifierAsync
BEGIN TRANSACTION;
UPDATE [t]
SET [t].[WrongVerifiers] = [t].[WrongVerifiers] + 1
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id
SELECT TOP(1) [t].[WrongVerifiers]
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id
COMMIT;

-- ITokenFamilyStore.RotateAsync
UPDATE [t]
SET [t].[Generation] = @p,
    [t].[RotatedAt] = @p3
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id AND [t].[Generation] = @generation AND [t].[RevokedAt] IS NULL

-- ITokenFamilyStore.RevokeAsync
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Id] = @id AND [t].[RevokedAt] IS NULL

-- ISessionStore.AddAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [Sessions] ([Id], [PoolId], [Amr], [AuthTime], [ConnectionId], [CreatedAt], [Digest], [EndedAt], [ExpiresAt], [LastSeenAt], [SecurityStamp], [UpstreamSid], [UpstreamSubject], [UserId])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13);

-- ISessionStore.FindAsync
SELECT TOP(1) [s].[PoolId], [s].[Id], [s].[Amr], [s].[AuthTime], [s].[ConnectionId], [s].[CreatedAt], [s].[Digest], [s].[EndedAt], [s].[ExpiresAt], [s].[LastSeenAt], [s].[SecurityStamp], [s].[UpstreamSid], [s].[UpstreamSubject], [s].[UserId], [u0].[PoolId], [u0].[Id], [u0].[AccessFailedCount], [u0].[Claims], [u0].[ConcurrencyStamp], [u0].[CreatedAt], [u0].[Disabled], [u0].[Email], [u0].[EmailVerified], [u0].[LockoutEnd], [u0].[NormalizedEmail], [u0].[NormalizedUsername], [u0].[PasswordHash], [u0].[SecurityStamp], [u0].[UpdatedAt], [u0].[Username]
FROM [Sessions] AS [s]
INNER JOIN (
    SELECT [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
    FROM [Users] AS [u]
    WHERE [u].[PoolId] = @ef_filter__Pool
) AS [u0] ON [s].[UserId] = [u0].[Id]
WHERE [s].[PoolId] = @ef_filter__Pool0 AND [s].[Digest] = @digest

-- ISessionStore.RenewAsync
UPDATE [s]
SET [s].[Digest] = @p,
    [s].[SecurityStamp] = @p4,
    [s].[AuthTime] = @p5,
    [s].[Amr] = @p6,
    [s].[ConnectionId] = NULL,
    [s].[UpstreamSubject] = NULL,
    [s].[UpstreamSid] = NULL,
    [s].[LastSeenAt] = @p50,
    [s].[ExpiresAt] = @p11
FROM [Sessions] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[Id] = @renewed_Id AND [s].[Digest] = @oldDigest AND [s].[EndedAt] IS NULL AND [s].[UserId] = @renewed_UserId

-- ISessionStore.TouchAsync
UPDATE [s]
SET [s].[LastSeenAt] = @p
FROM [Sessions] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[Id] = @id AND [s].[EndedAt] IS NULL AND [s].[LastSeenAt] < @now

-- ISessionStore.EndAsync
BEGIN TRANSACTION;
UPDATE [s]
SET [s].[EndedAt] = @p
FROM [Sessions] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[Id] = @id AND [s].[EndedAt] IS NULL
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[SessionId] = @id AND [t].[Offline] = CAST(0 AS bit) AND [t].[RevokedAt] IS NULL
COMMIT;

-- ISessionStore.EndOfUpstreamAsync
BEGIN TRANSACTION;
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [SpentTokens] ([Digest], [PoolId], [ExpiresAt])
VALUES (@p0, @p1, @p2);
SELECT [s].[Id]
FROM [Sessions] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[ConnectionId] = @connectionId AND [s].[EndedAt] IS NULL AND [s].[UpstreamSubject] = @subject AND [s].[UpstreamSid] = @sid
UPDATE [s]
SET [s].[EndedAt] = @p
FROM [Sessions] AS [s]
WHERE 0 = 1
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE 0 = 1
COMMIT;

-- IAuthorizeTransactionStore.AddAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuthorizeTransactions] ([Digest], [PoolId], [BrowserDigest], [ClientId], [ConsentedBy], [ConsentedScope], [ExpiresAt], [Parameters], [SignedInSession], [StartedAt], [TakenAt])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10);

-- IAuthorizeTransactionStore.FindAsync
SELECT TOP(1) [a].[PoolId], [a].[Digest], [a].[BrowserDigest], [a].[ClientId], [a].[ConsentedBy], [a].[ConsentedScope], [a].[ExpiresAt], [a].[Parameters], [a].[SignedInSession], [a].[StartedAt], [a].[TakenAt]
FROM [AuthorizeTransactions] AS [a]
WHERE [a].[PoolId] = @ef_filter__Pool AND [a].[Digest] = @digest

-- IAuthorizeTransactionStore.RecordSignInAsync
UPDATE [a]
SET [a].[SignedInSession] = @p,
    [a].[ConsentedScope] = NULL,
    [a].[ConsentedBy] = NULL
FROM [AuthorizeTransactions] AS [a]
WHERE [a].[PoolId] = @ef_filter__Pool AND [a].[Digest] = @digest AND [a].[TakenAt] IS NULL

-- IAuthorizeTransactionStore.RecordConsentAsync
UPDATE [a]
SET [a].[ConsentedScope] = @p,
    [a].[ConsentedBy] = @p2
FROM [AuthorizeTransactions] AS [a]
WHERE [a].[PoolId] = @ef_filter__Pool AND [a].[Digest] = @digest AND [a].[TakenAt] IS NULL

-- IAuthorizeTransactionStore.TakeAsync
UPDATE [a]
SET [a].[TakenAt] = @p
FROM [AuthorizeTransactions] AS [a]
WHERE [a].[PoolId] = @ef_filter__Pool AND [a].[Digest] = @digest AND [a].[TakenAt] IS NULL

-- IClientStore.FindAsync
SELECT [c1].[PoolId], [c1].[Id], [c1].[AllowedOrigins], [c1].[AuthMethod], [c1].[BackchannelLogoutUri], [c1].[ClientUri], [c1].[Consent], [c1].[CreatedAt], [c1].[Disabled], [c1].[GrantTypes], [c1].[IdTokenAlgorithm], [c1].[LogoUri], [c1].[Name], [c1].[PolicyUri], [c1].[PostLogoutRedirectUris], [c1].[RedirectUris], [c1].[Scope], [c1].[TosUri], [c1].[TrustedIssuer], [c1].[TrustedSubject], [c1].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c1].[PoolId0], [c1].[Id0], [c1].[ChromeExtensionId], [c1].[Description], [c1].[SdkKind], [c1].[OauthDisabled], [c1].[OrganizationId]
FROM (
    SELECT TOP(1) [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c].[PoolId] AS [PoolId0], [c].[Id] AS [Id0], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
    FROM [Clients] AS [c]
    WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @id
) AS [c1]
LEFT JOIN [ClientCredentials] AS [c0] ON [c1].[PoolId] = [c0].[PoolId] AND [c1].[Id] = [c0].[ClientId]
ORDER BY [c1].[PoolId], [c1].[Id], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.AllowsOriginAsync
SELECT [c].[AllowedOrigins]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Disabled] = CAST(0 AS bit)

-- IClientStore.ListAsync
SELECT [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c].[PoolId], [c].[Id], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
FROM [Clients] AS [c]
LEFT JOIN [ClientCredentials] AS [c0] ON [c].[PoolId] = [c0].[PoolId] AND [c].[Id] = [c0].[ClientId]
WHERE [c].[PoolId] = @ef_filter__Pool
ORDER BY [c].[Id], [c].[PoolId], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
DELETE FROM [c]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @client_Id
SET NOCOUNT ON;
INSERT INTO [Clients] ([Id], [PoolId], [AllowedOrigins], [AuthMethod], [BackchannelLogoutUri], [ClientUri], [Consent], [CreatedAt], [Disabled], [GrantTypes], [IdTokenAlgorithm], [LogoUri], [Name], [PolicyUri], [PostLogoutRedirectUris], [RedirectUris], [Scope], [TosUri], [TrustedIssuer], [TrustedSubject], [Version])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20);
INSERT INTO [ClientCredentials] ([ClientId], [PoolId], [SecretDigest], [CreatedAt], [ExpiresAt])
VALUES (@p21, @p22, @p23, @p24, @p25),
(@p26, @p27, @p28, @p29, @p30);
COMMIT;

-- IClientStore.RemoveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
DELETE FROM [c]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @id
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[ClientId] = @id AND [t].[RevokedAt] IS NULL
DELETE FROM [c]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[ClientId] = @id
DELETE FROM [j]
FROM [JwksReaders] AS [j]
WHERE [j].[PoolId] = @ef_filter__Pool AND [j].[Name] = @id_Value AND [j].[IsClient] = CAST(1 AS bit)
DELETE FROM [c]
FROM [ClientRanges] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[ClientId] = @id
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[ClientId] = @id_Value AND [a].[RevokedAt] IS NULL
COMMIT;

-- CatalogueWatch.LookAsync
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'catalogue'

-- IResourceStore.AllAsync
SELECT [r].[PoolId], [r].[Identifier], [r].[AccessTokenAlgorithm], [r].[Scopes]
FROM [Resources] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool
ORDER BY [r].[Identifier]

-- IResourceStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
DELETE FROM [r]
FROM [Resources] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool AND [r].[Identifier] = @resource_Identifier
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [Resources] ([Identifier], [PoolId], [AccessTokenAlgorithm], [Scopes])
VALUES (@p0, @p1, @p2, @p3);
COMMIT;

-- IResourceStore.RemoveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
DELETE FROM [r]
FROM [Resources] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool AND [r].[Identifier] = @identifier
COMMIT;

-- IConsentStore.FindAsync
SELECT TOP(1) [c].[PoolId], [c].[UserId], [c].[ClientId], [c].[GrantedAt], [c].[Scope]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[UserId] = @user AND [c].[ClientId] = @client

-- IConsentStore.GrantAsync, the first
SELECT TOP(1) [c].[PoolId], [c].[UserId], [c].[ClientId], [c].[GrantedAt], [c].[Scope]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[UserId] = @user AND [c].[ClientId] = @client
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [Consents] ([ClientId], [PoolId], [UserId], [GrantedAt], [Scope])
VALUES (@p0, @p1, @p2, @p3, @p4);

-- IConsentStore.GrantAsync, more
SELECT TOP(1) [c].[PoolId], [c].[UserId], [c].[ClientId], [c].[GrantedAt], [c].[Scope]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[UserId] = @user AND [c].[ClientId] = @client
UPDATE [c]
SET [c].[Scope] = @p,
    [c].[GrantedAt] = @p4
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[UserId] = @user AND [c].[ClientId] = @client AND [c].[Scope] = @earlier_Scope

-- IConsentStore.RevokeAsync
BEGIN TRANSACTION;
DELETE FROM [c]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[UserId] = @user AND [c].[ClientId] = @client
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[UserId] = @user AND [t].[ClientId] = @client AND [t].[RevokedAt] IS NULL
COMMIT;

-- IUserStore.FindAsync
SELECT TOP(1) [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id

-- IUserStore.FindByUsernameAsync
SELECT TOP(1) [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[NormalizedUsername] = @username

-- IUserStore.ListAsync
SELECT [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool
ORDER BY [u].[Id]
OFFSET @p ROWS FETCH NEXT @p1 ROWS ONLY

-- IUserStore.AddAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [Users] ([Id], [PoolId], [AccessFailedCount], [Claims], [ConcurrencyStamp], [CreatedAt], [Disabled], [Email], [EmailVerified], [LockoutEnd], [NormalizedEmail], [NormalizedUsername], [PasswordHash], [SecurityStamp], [UpdatedAt], [Username])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15);

-- IUserStore.SaveAsync
UPDATE [u]
SET [u].[Username] = @p,
    [u].[NormalizedUsername] = @p3,
    [u].[Email] = NULL,
    [u].[NormalizedEmail] = NULL,
    [u].[EmailVerified] = @p6,
    [u].[PasswordHash] = NULL,
    [u].[SecurityStamp] = @p8,
    [u].[ConcurrencyStamp] = @p9,
    [u].[Disabled] = @p6,
    [u].[Claims] = @p11,
    [u].[UpdatedAt] = @p12
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @user_Id AND [u].[ConcurrencyStamp] = @read

-- IUserStore.CountFailureAsync
BEGIN TRANSACTION;
UPDATE [u]
SET [u].[AccessFailedCount] = [u].[AccessFailedCount] + 1
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id
SELECT TOP(1) [u].[AccessFailedCount]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id
COMMIT;

-- UserStore.FindByEmailAsync
SELECT TOP(1) [u].[PoolId], [u].[Id], [u].[AccessFailedCount], [u].[Claims], [u].[ConcurrencyStamp], [u].[CreatedAt], [u].[Disabled], [u].[Email], [u].[EmailVerified], [u].[LockoutEnd], [u].[NormalizedEmail], [u].[NormalizedUsername], [u].[PasswordHash], [u].[SecurityStamp], [u].[UpdatedAt], [u].[Username]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[NormalizedEmail] = @email

-- UserStore.ForgetFailuresAsync
UPDATE [u]
SET [u].[AccessFailedCount] = @p
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id

-- UserStore.LockOutAsync
UPDATE [u]
SET [u].[LockoutEnd] = @p
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id

-- UserStore.RemoveAsync
DELETE FROM [u]
FROM [Users] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[Id] = @id AND [u].[ConcurrencyStamp] = @concurrencyStamp

-- IRevokedTokenStore.AddAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [RevokedTokens] ([Jti], [PoolId], [ExpiresAt])
VALUES (@p0, @p1, @p2);

-- IRevokedTokenStore.ContainsAsync
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [RevokedTokens] AS [r]
        WHERE [r].[PoolId] = @ef_filter__Pool AND [r].[Jti] = @jti) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END

-- IKeyStore.ListAsync
SELECT [s].[PoolId], [s].[Kid], [s].[ActivatedAt], [s].[Algorithm], [s].[AnnouncedAt], [s].[CreatedAt], [s].[Generation], [s].[PublicJwk], [s].[RetiredAt], [s].[RevokedAt], [s].[RevokedReason], [s].[SealedBy], [s].[SealedPrivateKey], [s].[SignedUntil], [s].[WithdrawnAt]
FROM [SigningKeys] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool
ORDER BY [s].[Algorithm], [s].[Generation]
SELECT [r].[PoolId], [r].[Algorithm], [r].[AnnounceBefore], [r].[Interval], [r].[Schedule]
FROM [RotationPolicies] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool

-- IKeyStore.StampAsync
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'keys'

-- IKeyStore.ChangedSinceAsync
SELECT [k].[PoolId]
FROM [KeyStamps] AS [k]
WHERE [k].[Value] > @stamp
ORDER BY [k].[PoolId]

-- IKeyStore.ChangedSinceAsync
SELECT [k].[PoolId]
FROM [KeyStamps] AS [k]
WHERE [k].[Value] > @stamp
ORDER BY [k].[PoolId]

-- IKeyStore.ChangeAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'keys'
UPDATE [k]
SET [k].[Value] = @p
FROM [KeyStamps] AS [k]
WHERE [k].[PoolId] = @pool
SELECT TOP(1) [s].[SealedBy]
FROM [SealedSecrets] AS [s]
WHERE [s].[Name] = N'refresh-tokens'
SELECT [s].[PoolId], [s].[Kid], [s].[ActivatedAt], [s].[Algorithm], [s].[AnnouncedAt], [s].[CreatedAt], [s].[Generation], [s].[PublicJwk], [s].[RetiredAt], [s].[RevokedAt], [s].[RevokedReason], [s].[SealedBy], [s].[SealedPrivateKey], [s].[SignedUntil], [s].[WithdrawnAt]
FROM [SigningKeys] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool
ORDER BY [s].[Algorithm], [s].[Generation]
SELECT [r].[PoolId], [r].[Algorithm], [r].[AnnounceBefore], [r].[Interval], [r].[Schedule]
FROM [RotationPolicies] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [SigningKeys] ([Kid], [PoolId], [ActivatedAt], [Algorithm], [AnnouncedAt], [CreatedAt], [Generation], [PublicJwk], [RetiredAt], [RevokedAt], [RevokedReason], [SealedBy], [SealedPrivateKey], [SignedUntil], [WithdrawnAt])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14);
COMMIT;

-- IKeyStore.SavePolicyAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'keys'
UPDATE [k]
SET [k].[Value] = @p
FROM [KeyStamps] AS [k]
WHERE [k].[PoolId] = @pool
DELETE FROM [r]
FROM [RotationPolicies] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool AND [r].[Algorithm] = @policy_Algorithm
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [RotationPolicies] ([Algorithm], [PoolId], [AnnounceBefore], [Interval], [Schedule])
VALUES (@p9, @p10, @p11, @p12, @p13);
COMMIT;

-- IKeyStore.RemovePolicyAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'keys'
UPDATE [k]
SET [k].[Value] = @p
FROM [KeyStamps] AS [k]
WHERE [k].[PoolId] = @pool
DELETE FROM [r]
FROM [RotationPolicies] AS [r]
WHERE [r].[PoolId] = @ef_filter__Pool AND [r].[Algorithm] = @algorithm
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- IKeyStore.FindSecretAsync
SELECT TOP(1) [s].[Name], [s].[CreatedAt], [s].[Sealed], [s].[SealedBy]
FROM [SealedSecrets] AS [s]
WHERE [s].[Name] = @name

-- IKeyStore.AddSecretAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [SealedSecrets] ([Name], [CreatedAt], [Sealed], [SealedBy])
VALUES (@p0, @p1, @p2, @p3);

-- ITokenCountStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [t]
SET [t].[Counts] = @p
FROM [TokenCounts] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Kid] = @row_Kid AND [t].[Node] = @row_Node AND [t].[ExpiresAt] = @row_ExpiresAt
COMMIT;

-- ITokenCountStore.LiveAsync
SELECT [t].[Counts]
FROM [TokenCounts] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[Kid] = @kid AND [t].[ExpiresAt] > @now

-- IJwksReaderStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [j]
SET [j].[LastSeenAt] = CASE
    WHEN [j].[LastSeenAt] > @reader_LastSeenAt THEN [j].[LastSeenAt]
    ELSE @reader_LastSeenAt
END,
    [j].[KeysAnnouncedAt] = CASE
        WHEN [j].[KeysAnnouncedAt] > @reader_KeysAnnouncedAt THEN [j].[KeysAnnouncedAt]
        ELSE @reader_KeysAnnouncedAt
    END,
    [j].[UserAgent] = @p
FROM [JwksReaders] AS [j]
WHERE [j].[PoolId] = @ef_filter__Pool AND [j].[Name] = @reader_Name AND [j].[IsClient] = @reader_IsClient
COMMIT;

-- IJwksReaderStore.SaveAsync, ranges
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[LastSeenAt] = CASE
    WHEN [c].[LastSeenAt] > @range_LastSeenAt THEN [c].[LastSeenAt]
    ELSE @range_LastSeenAt
END
FROM [ClientRanges] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Range] = @range_Range AND [c].[ClientId] = @range_ClientId
COMMIT;

-- IJwksReaderStore.ListAsync
SELECT [j].[PoolId], [j].[Name], [j].[IsClient], [j].[FirstSeenAt], [j].[KeysAnnouncedAt], [j].[LastSeenAt], [j].[UserAgent]
FROM [JwksReaders] AS [j]
WHERE [j].[PoolId] = @ef_filter__Pool AND [j].[LastSeenAt] >= @since
SELECT [c].[PoolId], [c].[Range], [c].[ClientId], [c].[LastSeenAt]
FROM [ClientRanges] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[LastSeenAt] >= @since

-- ISealedRows.ListAsync
SELECT [s].[PoolId], [s].[Kid], [s].[SealedBy], [s].[SealedPrivateKey]
FROM [SigningKeys] AS [s]
WHERE [s].[SealedPrivateKey] IS NOT NULL
ORDER BY [s].[PoolId], [s].[Kid]
SELECT [s].[Name], [s].[CreatedAt], [s].[Sealed], [s].[SealedBy]
FROM [SealedSecrets] AS [s]
ORDER BY [s].[Name]
SELECT [d].[Id], [d].[FriendlyName], [d].[Xml]
FROM [DataProtectionKeys] AS [d]
ORDER BY [d].[Id]

-- ISealedRows.ResealAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Value]
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = N'keys'
UPDATE [k]
SET [k].[Value] = @p
FROM [KeyStamps] AS [k]
SELECT [s].[PoolId], [s].[Kid], [s].[SealedBy], [s].[SealedPrivateKey]
FROM [SigningKeys] AS [s]
WHERE [s].[SealedPrivateKey] IS NOT NULL
ORDER BY [s].[PoolId], [s].[Kid]
SELECT [s].[Name], [s].[CreatedAt], [s].[Sealed], [s].[SealedBy]
FROM [SealedSecrets] AS [s]
ORDER BY [s].[Name]
SELECT [d].[Id], [d].[FriendlyName], [d].[Xml]
FROM [DataProtectionKeys] AS [d]
ORDER BY [d].[Id]
UPDATE [s]
SET [s].[SealedPrivateKey] = @p,
    [s].[SealedBy] = @p4
FROM [SigningKeys] AS [s]
WHERE [s].[PoolId] = @pool AND [s].[Kid] = @name AND [s].[SealedPrivateKey] = @before
UPDATE [s]
SET [s].[Sealed] = @p,
    [s].[SealedBy] = @p3
FROM [SealedSecrets] AS [s]
WHERE [s].[Name] = @name AND [s].[Sealed] = @before
COMMIT;

-- IXmlRepository.GetAllElements
SELECT [d].[Xml]
FROM [DataProtectionKeys] AS [d]
ORDER BY [d].[Id]

-- IXmlRepository.StoreElement
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [DataProtectionKeys] ([Id], [FriendlyName], [Xml])
VALUES (@p0, @p1, @p2);

-- IPruning.PruneAsync
DELETE FROM [a]
FROM [AuthorizeTransactions] AS [a]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [a0].[PoolId], [a0].[Digest]
        FROM [AuthorizeTransactions] AS [a0]
        WHERE [a0].[ExpiresAt] < @now
        ORDER BY [a0].[ExpiresAt]
    ) AS [a1]
    WHERE [a1].[PoolId] = [a].[PoolId] AND [a1].[Digest] = [a].[Digest])
DELETE FROM [r]
FROM [RevokedTokens] AS [r]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [r0].[PoolId], [r0].[Jti]
        FROM [RevokedTokens] AS [r0]
        WHERE [r0].[ExpiresAt] < @now
        ORDER BY [r0].[ExpiresAt]
    ) AS [r1]
    WHERE [r1].[PoolId] = [r].[PoolId] AND [r1].[Jti] = [r].[Jti])
DELETE FROM [s]
FROM [SpentTokens] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Digest]
        FROM [SpentTokens] AS [s0]
        WHERE [s0].[ExpiresAt] < @now
        ORDER BY [s0].[ExpiresAt]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Digest] = [s].[Digest])
DELETE FROM [s]
FROM [Sessions] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Id]
        FROM [Sessions] AS [s0]
        WHERE [s0].[ExpiresAt] < @over OR [s0].[EndedAt] < @over1
        ORDER BY [s0].[ExpiresAt]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Id] = [s].[Id])
DELETE FROM [t]
FROM [TokenFamilies] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Id]
        FROM [TokenFamilies] AS [t0]
        WHERE [t0].[CodeExpiresAt] < @over AND ([t0].[RefreshExpiresAt] IS NULL OR [t0].[RefreshExpiresAt] < @now)
        ORDER BY [t0].[CodeExpiresAt]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Id] = [t].[Id])
DELETE FROM [t]
FROM [TokenCounts] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Kid], [t0].[Node], [t0].[ExpiresAt]
        FROM [TokenCounts] AS [t0]
        WHERE [t0].[ExpiresAt] < @now
        ORDER BY [t0].[ExpiresAt]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Kid] = [t].[Kid] AND [t1].[Node] = [t].[Node] AND [t1].[ExpiresAt] = [t].[ExpiresAt])
DELETE FROM [j]
FROM [JwksReaders] AS [j]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [j0].[PoolId], [j0].[Name], [j0].[IsClient]
        FROM [JwksReaders] AS [j0]
        WHERE [j0].[LastSeenAt] < @gone
        ORDER BY [j0].[LastSeenAt]
    ) AS [j1]
    WHERE [j1].[PoolId] = [j].[PoolId] AND [j1].[Name] = [j].[Name] AND [j1].[IsClient] = [j].[IsClient])
DELETE FROM [c]
FROM [ClientRanges] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[Range], [c0].[ClientId]
        FROM [ClientRanges] AS [c0]
        WHERE [c0].[LastSeenAt] < @gone
        ORDER BY [c0].[LastSeenAt]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[Range] = [c].[Range] AND [c1].[ClientId] = [c].[ClientId])
DELETE FROM [k]
FROM [KeptAnswers] AS [k]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [k0].[OrganizationId], [k0].[Key]
        FROM [KeptAnswers] AS [k0]
        WHERE [k0].[ExpiresAt] < @now
        ORDER BY [k0].[ExpiresAt]
    ) AS [k1]
    WHERE [k1].[OrganizationId] = [k].[OrganizationId] AND [k1].[Key] = [k].[Key])
DELETE FROM [m]
FROM [MemberSessions] AS [m]
WHERE [m].[Id] IN (
    SELECT TOP(@p) [m0].[Id]
    FROM [MemberSessions] AS [m0]
    WHERE [m0].[ExpiresAt] < @over
    ORDER BY [m0].[ExpiresAt]
)
DELETE FROM [r]
FROM [RemoteKeys] AS [r]
WHERE [r].[Source] IN (
    SELECT TOP(@p) [r0].[Source]
    FROM [RemoteKeys] AS [r0]
    WHERE [r0].[ConfirmedAt] < @over
    ORDER BY [r0].[ConfirmedAt]
)
SELECT [u].[Id]
FROM [UserPools] AS [u]
WHERE [u].[DeletedAt] IS NOT NULL

-- IPruning.PruneAsync, with a deleted pool
DELETE FROM [a]
FROM [AuthorizeTransactions] AS [a]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [a0].[PoolId], [a0].[Digest]
        FROM [AuthorizeTransactions] AS [a0]
        WHERE [a0].[ExpiresAt] < @now
        ORDER BY [a0].[ExpiresAt]
    ) AS [a1]
    WHERE [a1].[PoolId] = [a].[PoolId] AND [a1].[Digest] = [a].[Digest])
DELETE FROM [r]
FROM [RevokedTokens] AS [r]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [r0].[PoolId], [r0].[Jti]
        FROM [RevokedTokens] AS [r0]
        WHERE [r0].[ExpiresAt] < @now
        ORDER BY [r0].[ExpiresAt]
    ) AS [r1]
    WHERE [r1].[PoolId] = [r].[PoolId] AND [r1].[Jti] = [r].[Jti])
DELETE FROM [s]
FROM [SpentTokens] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Digest]
        FROM [SpentTokens] AS [s0]
        WHERE [s0].[ExpiresAt] < @now
        ORDER BY [s0].[ExpiresAt]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Digest] = [s].[Digest])
DELETE FROM [s]
FROM [Sessions] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Id]
        FROM [Sessions] AS [s0]
        WHERE [s0].[ExpiresAt] < @over OR [s0].[EndedAt] < @over1
        ORDER BY [s0].[ExpiresAt]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Id] = [s].[Id])
DELETE FROM [t]
FROM [TokenFamilies] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Id]
        FROM [TokenFamilies] AS [t0]
        WHERE [t0].[CodeExpiresAt] < @over AND ([t0].[RefreshExpiresAt] IS NULL OR [t0].[RefreshExpiresAt] < @now)
        ORDER BY [t0].[CodeExpiresAt]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Id] = [t].[Id])
DELETE FROM [t]
FROM [TokenCounts] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Kid], [t0].[Node], [t0].[ExpiresAt]
        FROM [TokenCounts] AS [t0]
        WHERE [t0].[ExpiresAt] < @now
        ORDER BY [t0].[ExpiresAt]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Kid] = [t].[Kid] AND [t1].[Node] = [t].[Node] AND [t1].[ExpiresAt] = [t].[ExpiresAt])
DELETE FROM [j]
FROM [JwksReaders] AS [j]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [j0].[PoolId], [j0].[Name], [j0].[IsClient]
        FROM [JwksReaders] AS [j0]
        WHERE [j0].[LastSeenAt] < @gone
        ORDER BY [j0].[LastSeenAt]
    ) AS [j1]
    WHERE [j1].[PoolId] = [j].[PoolId] AND [j1].[Name] = [j].[Name] AND [j1].[IsClient] = [j].[IsClient])
DELETE FROM [c]
FROM [ClientRanges] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[Range], [c0].[ClientId]
        FROM [ClientRanges] AS [c0]
        WHERE [c0].[LastSeenAt] < @gone
        ORDER BY [c0].[LastSeenAt]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[Range] = [c].[Range] AND [c1].[ClientId] = [c].[ClientId])
DELETE FROM [k]
FROM [KeptAnswers] AS [k]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [k0].[OrganizationId], [k0].[Key]
        FROM [KeptAnswers] AS [k0]
        WHERE [k0].[ExpiresAt] < @now
        ORDER BY [k0].[ExpiresAt]
    ) AS [k1]
    WHERE [k1].[OrganizationId] = [k].[OrganizationId] AND [k1].[Key] = [k].[Key])
DELETE FROM [m]
FROM [MemberSessions] AS [m]
WHERE [m].[Id] IN (
    SELECT TOP(@p) [m0].[Id]
    FROM [MemberSessions] AS [m0]
    WHERE [m0].[ExpiresAt] < @over
    ORDER BY [m0].[ExpiresAt]
)
DELETE FROM [r]
FROM [RemoteKeys] AS [r]
WHERE [r].[Source] IN (
    SELECT TOP(@p) [r0].[Source]
    FROM [RemoteKeys] AS [r0]
    WHERE [r0].[ConfirmedAt] < @over
    ORDER BY [r0].[ConfirmedAt]
)
SELECT [u].[Id]
FROM [UserPools] AS [u]
WHERE [u].[DeletedAt] IS NOT NULL
DELETE FROM [t]
FROM [TokenFamilies] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Id]
        FROM [TokenFamilies] AS [t0]
        WHERE [t0].[PoolId] = @pool
        ORDER BY [t0].[Id]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Id] = [t].[Id])
DELETE FROM [s]
FROM [Sessions] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Id]
        FROM [Sessions] AS [s0]
        WHERE [s0].[PoolId] = @pool
        ORDER BY [s0].[Id]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Id] = [s].[Id])
DELETE FROM [a]
FROM [AuthorizeTransactions] AS [a]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [a0].[PoolId], [a0].[Digest]
        FROM [AuthorizeTransactions] AS [a0]
        WHERE [a0].[PoolId] = @pool
        ORDER BY [a0].[ExpiresAt]
    ) AS [a1]
    WHERE [a1].[PoolId] = [a].[PoolId] AND [a1].[Digest] = [a].[Digest])
DELETE FROM [r]
FROM [RevokedTokens] AS [r]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [r0].[PoolId], [r0].[Jti]
        FROM [RevokedTokens] AS [r0]
        WHERE [r0].[PoolId] = @pool
        ORDER BY [r0].[ExpiresAt]
    ) AS [r1]
    WHERE [r1].[PoolId] = [r].[PoolId] AND [r1].[Jti] = [r].[Jti])
DELETE FROM [s]
FROM [SpentTokens] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Digest]
        FROM [SpentTokens] AS [s0]
        WHERE [s0].[PoolId] = @pool
        ORDER BY [s0].[ExpiresAt]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Digest] = [s].[Digest])
DELETE FROM [u]
FROM [UpstreamIdentities] AS [u]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [u0].[PoolId], [u0].[ConnectionId], [u0].[Subject]
        FROM [UpstreamIdentities] AS [u0]
        WHERE [u0].[PoolId] = @pool
        ORDER BY [u0].[Subject]
    ) AS [u1]
    WHERE [u1].[PoolId] = [u].[PoolId] AND [u1].[ConnectionId] = [u].[ConnectionId] AND [u1].[Subject] = [u].[Subject])
DELETE FROM [c]
FROM [Connections] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[Id]
        FROM [Connections] AS [c0]
        WHERE [c0].[PoolId] = @pool
        ORDER BY [c0].[Id]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[Id] = [c].[Id])
DELETE FROM [c]
FROM [Consents] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[UserId], [c0].[ClientId]
        FROM [Consents] AS [c0]
        WHERE [c0].[PoolId] = @pool
        ORDER BY [c0].[UserId]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[UserId] = [c].[UserId] AND [c1].[ClientId] = [c].[ClientId])
DELETE FROM [u]
FROM [Users] AS [u]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [u0].[PoolId], [u0].[Id]
        FROM [Users] AS [u0]
        WHERE [u0].[PoolId] = @pool
        ORDER BY [u0].[Id]
    ) AS [u1]
    WHERE [u1].[PoolId] = [u].[PoolId] AND [u1].[Id] = [u].[Id])
DELETE FROM [s]
FROM [SeenUsers] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[AppUserId]
        FROM [SeenUsers] AS [s0]
        WHERE [s0].[PoolId] = @pool
        ORDER BY [s0].[AppUserId]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[AppUserId] = [s].[AppUserId])
DELETE FROM [s]
FROM [SigningKeys] AS [s]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [s0].[PoolId], [s0].[Kid]
        FROM [SigningKeys] AS [s0]
        WHERE [s0].[PoolId] = @pool
        ORDER BY [s0].[Kid]
    ) AS [s1]
    WHERE [s1].[PoolId] = [s].[PoolId] AND [s1].[Kid] = [s].[Kid])
DELETE FROM [k]
FROM [KeyStamps] AS [k]
WHERE [k].[PoolId] IN (
    SELECT TOP(@p) [k0].[PoolId]
    FROM [KeyStamps] AS [k0]
    WHERE [k0].[PoolId] = @pool
    ORDER BY [k0].[Value]
)
DELETE FROM [r]
FROM [RotationPolicies] AS [r]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [r0].[PoolId], [r0].[Algorithm]
        FROM [RotationPolicies] AS [r0]
        WHERE [r0].[PoolId] = @pool
        ORDER BY [r0].[Algorithm]
    ) AS [r1]
    WHERE [r1].[PoolId] = [r].[PoolId] AND [r1].[Algorithm] = [r].[Algorithm])
DELETE FROM [t]
FROM [TokenCounts] AS [t]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [t0].[PoolId], [t0].[Kid], [t0].[Node], [t0].[ExpiresAt]
        FROM [TokenCounts] AS [t0]
        WHERE [t0].[PoolId] = @pool
        ORDER BY [t0].[ExpiresAt]
    ) AS [t1]
    WHERE [t1].[PoolId] = [t].[PoolId] AND [t1].[Kid] = [t].[Kid] AND [t1].[Node] = [t].[Node] AND [t1].[ExpiresAt] = [t].[ExpiresAt])
DELETE FROM [j]
FROM [JwksReaders] AS [j]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [j0].[PoolId], [j0].[Name], [j0].[IsClient]
        FROM [JwksReaders] AS [j0]
        WHERE [j0].[PoolId] = @pool
        ORDER BY [j0].[LastSeenAt]
    ) AS [j1]
    WHERE [j1].[PoolId] = [j].[PoolId] AND [j1].[Name] = [j].[Name] AND [j1].[IsClient] = [j].[IsClient])
DELETE FROM [c]
FROM [ClientRanges] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[Range], [c0].[ClientId]
        FROM [ClientRanges] AS [c0]
        WHERE [c0].[PoolId] = @pool
        ORDER BY [c0].[LastSeenAt]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[Range] = [c].[Range] AND [c1].[ClientId] = [c].[ClientId])
DELETE FROM [r]
FROM [Resources] AS [r]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [r0].[PoolId], [r0].[Identifier]
        FROM [Resources] AS [r0]
        WHERE [r0].[PoolId] = @pool
        ORDER BY [r0].[Identifier]
    ) AS [r1]
    WHERE [r1].[PoolId] = [r].[PoolId] AND [r1].[Identifier] = [r].[Identifier])
DELETE FROM [c]
FROM [Clients] AS [c]
WHERE EXISTS (
    SELECT 1
    FROM (
        SELECT TOP(@p) [c0].[PoolId], [c0].[Id]
        FROM [Clients] AS [c0]
        WHERE [c0].[PoolId] = @pool
        ORDER BY [c0].[Id]
    ) AS [c1]
    WHERE [c1].[PoolId] = [c].[PoolId] AND [c1].[Id] = [c].[Id])

-- IApiKeyStore.FindAsync
SELECT TOP(1) [a].[Id], [a].[ClientId], [a].[CreatedAt], [a].[Digest], [a].[ExpiresAt], [a].[LastUsedAt], [a].[MadeBy], [a].[Name], [a].[OrganizationId], [a].[Prefix], [a].[RevokedAt], [a].[Role]
FROM [ApiKeys] AS [a]
WHERE [a].[Digest] = @digest

-- IApiKeyStore.ListAsync
SELECT [a].[Id], [a].[ClientId], [a].[CreatedAt], [a].[Digest], [a].[ExpiresAt], [a].[LastUsedAt], [a].[MadeBy], [a].[Name], [a].[OrganizationId], [a].[Prefix], [a].[RevokedAt], [a].[Role]
FROM [ApiKeys] AS [a]
WHERE [a].[OrganizationId] = @organizationId
ORDER BY [a].[Name], [a].[Id]

-- IApiKeyStore.AddAsync
BEGIN TRANSACTION;
SET NOCOUNT ON;
INSERT INTO [ApiKeys] ([Id], [ClientId], [CreatedAt], [Digest], [ExpiresAt], [LastUsedAt], [MadeBy], [Name], [OrganizationId], [Prefix], [RevokedAt], [Role])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11);
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20);
COMMIT;

-- IApiKeyStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [a]
SET [a].[Name] = @p,
    [a].[Role] = @p3
FROM [ApiKeys] AS [a]
WHERE [a].[Id] = @id AND [a].[OrganizationId] = @organizationId AND [a].[RevokedAt] IS NULL
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- IApiKeyStore.RevokeAsync
BEGIN TRANSACTION;
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[Id] = @id AND [a].[OrganizationId] = @organizationId AND [a].[RevokedAt] IS NULL
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- IApiKeyStore.TouchAsync
UPDATE [a]
SET [a].[LastUsedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[Id] = @id AND ([a].[LastUsedAt] IS NULL OR [a].[LastUsedAt] <= @stale)

-- IAuditLog.AppendAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);

-- IAuditLog.ListAsync
SELECT TOP(@p) [a].[Id], [a].[Action], [a].[Actor], [a].[At], [a].[Correlation], [a].[Details], [a].[OrganizationId], [a].[Pool], [a].[Target]
FROM [AuditRecords] AS [a]
WHERE [a].[OrganizationId] = @organizationId OR ([a].[OrganizationId] IS NULL AND (EXISTS (
    SELECT 1
    FROM [UserPools] AS [u]
    WHERE [u].[Id] = [a].[Pool] AND [u].[OrganizationId] = @organizationId) OR (NOT EXISTS (
    SELECT 1
    FROM [UserPools] AS [u0]
    WHERE [u0].[Id] = [a].[Pool]) AND EXISTS (
    SELECT 1
    FROM [Organizations] AS [o]
    WHERE [o].[Id] = @organizationId AND [o].[IsOwner] = CAST(1 AS bit)))))
ORDER BY [a].[Id] DESC

-- IAuditLog.ListAsync, older ones
SELECT TOP(@p) [a].[Id], [a].[Action], [a].[Actor], [a].[At], [a].[Correlation], [a].[Details], [a].[OrganizationId], [a].[Pool], [a].[Target]
FROM [AuditRecords] AS [a]
WHERE ([a].[OrganizationId] = @organizationId OR ([a].[OrganizationId] IS NULL AND (EXISTS (
    SELECT 1
    FROM [UserPools] AS [u]
    WHERE [u].[Id] = [a].[Pool] AND [u].[OrganizationId] = @organizationId) OR (NOT EXISTS (
    SELECT 1
    FROM [UserPools] AS [u0]
    WHERE [u0].[Id] = [a].[Pool]) AND EXISTS (
    SELECT 1
    FROM [Organizations] AS [o]
    WHERE [o].[Id] = @organizationId AND [o].[IsOwner] = CAST(1 AS bit)))))) AND [a].[Id] < @before
ORDER BY [a].[Id] DESC

-- IAuditLog.ListAllAsync
SELECT TOP(@p) [a].[Id], [a].[Action], [a].[Actor], [a].[At], [a].[Correlation], [a].[Details], [a].[OrganizationId], [a].[Pool], [a].[Target]
FROM [AuditRecords] AS [a]
WHERE [a].[Id] < @before
ORDER BY [a].[Id] DESC

-- IOrganizationStore.FindAsync
SELECT TOP(1) [o].[Id], [o].[CreatedAt], [o].[IsOwner], [o].[LogoUrl], [o].[Name], [o].[Version]
FROM [Organizations] AS [o]
WHERE [o].[Id] = @id

-- IOrganizationStore.FindByNameAsync
SELECT TOP(1) [o].[Id], [o].[CreatedAt], [o].[IsOwner], [o].[LogoUrl], [o].[Name], [o].[Version]
FROM [Organizations] AS [o]
WHERE [o].[Name] = @name

-- IOrganizationStore.ListAsync
SELECT [o].[Id], [o].[CreatedAt], [o].[IsOwner], [o].[LogoUrl], [o].[Name], [o].[Version]
FROM [Organizations] AS [o]
ORDER BY [o].[Id]

-- IOrganizationStore.AddAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Organizations] AS [o]) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Organizations] ([Id], [CreatedAt], [IsOwner], [LogoUrl], [Name], [Version])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14);
INSERT INTO [Members] ([Id], [CreatedAt], [Email], [FailedLogins], [LockedUntil], [Name], [NormalizedEmail], [OrganizationId], [PasswordHash], [Role], [Version])
VALUES (@p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25);
COMMIT;

-- IOrganizationStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [o]
SET [o].[Name] = @p,
    [o].[LogoUrl] = NULL,
    [o].[Version] = @p4
FROM [Organizations] AS [o]
WHERE [o].[Id] = @organization_Id AND [o].[Version] = @version
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- IOrganizationStore.MembersAsync
SELECT [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[OrganizationId] = @organizationId
ORDER BY [m].[NormalizedEmail]

-- IOrganizationStore.FindMemberAsync
SELECT TOP(1) [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[Id] = @id AND [m].[OrganizationId] = @organizationId

-- IOrganizationStore.FindMembersAsync
SELECT TOP(@p) [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[NormalizedEmail] = @normalizedEmail
ORDER BY [m].[Id]

-- IOrganizationStore.AddMemberAsync
BEGIN TRANSACTION;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Members] ([Id], [CreatedAt], [Email], [FailedLogins], [LockedUntil], [Name], [NormalizedEmail], [OrganizationId], [PasswordHash], [Role], [Version])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19);
COMMIT;

-- IOrganizationStore.SaveMemberAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[Id] = @id AND [m].[OrganizationId] = @organizationId
UPDATE [m]
SET [m].[RevokedAt] = @p
FROM [MemberSessions] AS [m]
WHERE [m].[MemberId] = @row_Id AND [m].[RevokedAt] IS NULL
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
UPDATE [Members] SET [PasswordHash] = @p9, [Role] = @p10, [Version] = @p11
OUTPUT 1
WHERE [Id] = @p12;
COMMIT;

-- IOrganizationStore.RemoveMemberAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[Id] = @id AND [m].[OrganizationId] = @organizationId
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[OrganizationId] = @organizationId AND [a].[MadeBy] = @id AND [a].[RevokedAt] IS NULL
DELETE FROM [m]
FROM [MemberSessions] AS [m]
WHERE [m].[MemberId] = @id
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
DELETE FROM [Members]
OUTPUT 1
WHERE [Id] = @p9;
COMMIT;

-- IOrganizationStore.RemoveMemberAsync, an Admin
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [m].[Id], [m].[CreatedAt], [m].[Email], [m].[FailedLogins], [m].[LockedUntil], [m].[Name], [m].[NormalizedEmail], [m].[OrganizationId], [m].[PasswordHash], [m].[Role], [m].[Version]
FROM [Members] AS [m]
WHERE [m].[Id] = @id AND [m].[OrganizationId] = @organizationId
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Members] AS [m]
        WHERE [m].[OrganizationId] = @row_OrganizationId AND [m].[Role] = N'Admin' AND [m].[Id] <> @row_Id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[OrganizationId] = @organizationId AND [a].[MadeBy] = @id AND [a].[RevokedAt] IS NULL
DELETE FROM [m]
FROM [MemberSessions] AS [m]
WHERE [m].[MemberId] = @id
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
DELETE FROM [Members]
OUTPUT 1
WHERE [Id] = @p9;
COMMIT;

-- IOrganizationStore.TryLoginAsync
BEGIN TRANSACTION;
UPDATE [m]
SET [m].[FailedLogins] = [m].[FailedLogins] + 1,
    [m].[LockedUntil] = NULL
FROM [Members] AS [m]
WHERE [m].[Id] = @memberId AND ([m].[LockedUntil] IS NULL OR [m].[LockedUntil] <= @now) AND [m].[FailedLogins] < @mostFailures
COMMIT;

-- IOrganizationStore.LoggedInAsync
UPDATE [m]
SET [m].[FailedLogins] = @p
FROM [Members] AS [m]
WHERE [m].[Id] = @memberId

-- IMemberSessionStore.FindAsync
SELECT TOP(1) [m].[Id], [m].[CreatedAt], [m].[Digest], [m].[ExpiresAt], [m].[MemberId], [m].[OrganizationId], [m].[RevokedAt], [m0].[Id], [m0].[CreatedAt], [m0].[Email], [m0].[FailedLogins], [m0].[LockedUntil], [m0].[Name], [m0].[NormalizedEmail], [m0].[OrganizationId], [m0].[PasswordHash], [m0].[Role], [m0].[Version]
FROM [MemberSessions] AS [m]
INNER JOIN [Members] AS [m0] ON [m].[MemberId] = [m0].[Id]
WHERE [m].[Digest] = @digest

-- IMemberSessionStore.AddAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Members] AS [m]
        WHERE [m].[Id] = @session_MemberId AND [m].[Version] = @memberVersion) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [MemberSessions] ([Id], [CreatedAt], [Digest], [ExpiresAt], [MemberId], [OrganizationId], [RevokedAt])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15);
COMMIT;

-- IMemberSessionStore.RevokeAsync
BEGIN TRANSACTION;
UPDATE [m]
SET [m].[RevokedAt] = @p
FROM [MemberSessions] AS [m]
WHERE [m].[Id] = @id AND [m].[RevokedAt] IS NULL
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- IKeptAnswers.FindAsync
SELECT TOP(1) [k].[OrganizationId], [k].[Key], [k].[ExpiresAt], [k].[Request], [k].[Sealed]
FROM [KeptAnswers] AS [k]
WHERE [k].[OrganizationId] = @organizationId AND [k].[Key] = @key

-- IRemoteKeyStore.FindAsync
SELECT TOP(1) [r].[Source], [r].[ConfirmedAt], [r].[Json]
FROM [RemoteKeys] AS [r]
WHERE [r].[Source] = @digest

-- IRemoteKeyStore.SaveAsync
UPDATE [r]
SET [r].[Json] = @p,
    [r].[ConfirmedAt] = @p2
FROM [RemoteKeys] AS [r]
WHERE [r].[Source] = @digest

-- IUserPoolStore.FindAsync
SELECT TOP(1) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[Id] = @id AND [u].[DeletedAt] IS NULL

-- IUserPoolStore.ListAsync
SELECT TOP(@p) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[OrganizationId] = @organizationId AND [u].[DeletedAt] IS NULL
ORDER BY [u].[Id]

-- IUserPoolStore.ListAsync, the next ones
SELECT TOP(@p) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[OrganizationId] = @organizationId AND [u].[DeletedAt] IS NULL AND CAST([u].[Id] AS nvarchar(max)) > @after
ORDER BY [u].[Id]

-- IUserPoolStore.ListHostedAsync
SELECT [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[IdClaim] IS NULL AND [u].[Disabled] = CAST(0 AS bit) AND [u].[DeletedAt] IS NULL
ORDER BY [u].[Id]

-- IUserPoolStore.FirstHostedAsync
SELECT TOP(1) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[OrganizationId] = @organizationId AND [u].[IdClaim] IS NULL AND [u].[Disabled] = CAST(0 AS bit) AND [u].[DeletedAt] IS NULL
ORDER BY [u].[CreatedAt], [u].[Id]

-- IUserPoolStore.AddAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [UserPools] ([Id], [CompatibleLifetime], [CreatedAt], [DeletedAt], [Description], [Disabled], [Name], [OrganizationId], [Version])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17);
COMMIT;

-- IUserPoolStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[Id] = @pool_Id AND [u].[OrganizationId] = @pool_OrganizationId AND [u].[DeletedAt] IS NULL
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
UPDATE [UserPools] SET [Name] = @p9, [Version] = @p10, [Audience] = @p11, [IdClaim] = @p12, [Issuer] = @p13, [Jwks] = @p14, [JwksUri] = @p15
OUTPUT 1
WHERE [Id] = @p16;
COMMIT;

-- IUserPoolStore.RemoveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [u].[Id], [u].[CompatibleLifetime], [u].[CreatedAt], [u].[DeletedAt], [u].[Description], [u].[Disabled], [u].[Name], [u].[OrganizationId], [u].[Version], [u].[Id], [u].[Audience], [u].[IdClaim], [u].[Issuer], [u].[Jwks], [u].[JwksUri]
FROM [UserPools] AS [u]
WHERE [u].[Id] = @pool_Id AND [u].[OrganizationId] = @pool_OrganizationId AND [u].[DeletedAt] IS NULL
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Clients] AS [c]
        WHERE [c].[PoolId] = @pool_Id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
UPDATE [UserPools] SET [DeletedAt] = @p9
OUTPUT 1
WHERE [Id] = @p10;
COMMIT;

-- IClientStore.FindSdkAsync
SELECT [c1].[PoolId], [c1].[Id], [c1].[AllowedOrigins], [c1].[AuthMethod], [c1].[BackchannelLogoutUri], [c1].[ClientUri], [c1].[Consent], [c1].[CreatedAt], [c1].[Disabled], [c1].[GrantTypes], [c1].[IdTokenAlgorithm], [c1].[LogoUri], [c1].[Name], [c1].[PolicyUri], [c1].[PostLogoutRedirectUris], [c1].[RedirectUris], [c1].[Scope], [c1].[TosUri], [c1].[TrustedIssuer], [c1].[TrustedSubject], [c1].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c1].[PoolId0], [c1].[Id0], [c1].[ChromeExtensionId], [c1].[Description], [c1].[SdkKind], [c1].[OauthDisabled], [c1].[OrganizationId]
FROM (
    SELECT TOP(1) [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c].[PoolId] AS [PoolId0], [c].[Id] AS [Id0], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
    FROM [Clients] AS [c]
    WHERE [c].[Description] IS NOT NULL AND [c].[SdkKind] IS NOT NULL AND [c].[OauthDisabled] IS NOT NULL AND [c].[OrganizationId] IS NOT NULL AND [c].[OrganizationId] = @organizationId AND [c].[Id] = @id
) AS [c1]
LEFT JOIN [ClientCredentials] AS [c0] ON [c1].[PoolId] = [c0].[PoolId] AND [c1].[Id] = [c0].[ClientId]
ORDER BY [c1].[PoolId], [c1].[Id], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.FirstApplicationAsync
SELECT [c1].[PoolId], [c1].[Id], [c1].[AllowedOrigins], [c1].[AuthMethod], [c1].[BackchannelLogoutUri], [c1].[ClientUri], [c1].[Consent], [c1].[CreatedAt], [c1].[Disabled], [c1].[GrantTypes], [c1].[IdTokenAlgorithm], [c1].[LogoUri], [c1].[Name], [c1].[PolicyUri], [c1].[PostLogoutRedirectUris], [c1].[RedirectUris], [c1].[Scope], [c1].[TosUri], [c1].[TrustedIssuer], [c1].[TrustedSubject], [c1].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c1].[PoolId0], [c1].[Id0], [c1].[ChromeExtensionId], [c1].[Description], [c1].[SdkKind], [c1].[OauthDisabled], [c1].[OrganizationId]
FROM (
    SELECT TOP(1) [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c].[PoolId] AS [PoolId0], [c].[Id] AS [Id0], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
    FROM [Clients] AS [c]
    WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Description] IS NOT NULL AND [c].[SdkKind] IS NOT NULL AND [c].[OauthDisabled] IS NOT NULL AND [c].[OrganizationId] IS NOT NULL AND [c].[SdkKind] = N'Application' AND [c].[Disabled] = CAST(0 AS bit)
    ORDER BY [c].[CreatedAt], [c].[Id]
) AS [c1]
LEFT JOIN [ClientCredentials] AS [c0] ON [c1].[PoolId] = [c0].[PoolId] AND [c1].[Id] = [c0].[ClientId]
ORDER BY [c1].[CreatedAt], [c1].[Id], [c1].[PoolId], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.ListSdkAsync
SELECT [c1].[PoolId], [c1].[Id], [c1].[AllowedOrigins], [c1].[AuthMethod], [c1].[BackchannelLogoutUri], [c1].[ClientUri], [c1].[Consent], [c1].[CreatedAt], [c1].[Disabled], [c1].[GrantTypes], [c1].[IdTokenAlgorithm], [c1].[LogoUri], [c1].[Name], [c1].[PolicyUri], [c1].[PostLogoutRedirectUris], [c1].[RedirectUris], [c1].[Scope], [c1].[TosUri], [c1].[TrustedIssuer], [c1].[TrustedSubject], [c1].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c1].[PoolId0], [c1].[Id0], [c1].[ChromeExtensionId], [c1].[Description], [c1].[SdkKind], [c1].[OauthDisabled], [c1].[OrganizationId]
FROM (
    SELECT TOP(@p) [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c].[PoolId] AS [PoolId0], [c].[Id] AS [Id0], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
    FROM [Clients] AS [c]
    WHERE [c].[Description] IS NOT NULL AND [c].[SdkKind] IS NOT NULL AND [c].[OauthDisabled] IS NOT NULL AND [c].[OrganizationId] IS NOT NULL AND [c].[OrganizationId] = @organizationId
    ORDER BY [c].[Id]
) AS [c1]
LEFT JOIN [ClientCredentials] AS [c0] ON [c1].[PoolId] = [c0].[PoolId] AND [c1].[Id] = [c0].[ClientId]
ORDER BY [c1].[Id], [c1].[PoolId], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.ListSdkAsync, the next ones
SELECT [c1].[PoolId], [c1].[Id], [c1].[AllowedOrigins], [c1].[AuthMethod], [c1].[BackchannelLogoutUri], [c1].[ClientUri], [c1].[Consent], [c1].[CreatedAt], [c1].[Disabled], [c1].[GrantTypes], [c1].[IdTokenAlgorithm], [c1].[LogoUri], [c1].[Name], [c1].[PolicyUri], [c1].[PostLogoutRedirectUris], [c1].[RedirectUris], [c1].[Scope], [c1].[TosUri], [c1].[TrustedIssuer], [c1].[TrustedSubject], [c1].[Version], [c0].[PoolId], [c0].[ClientId], [c0].[SecretDigest], [c0].[CreatedAt], [c0].[ExpiresAt], [c1].[PoolId0], [c1].[Id0], [c1].[ChromeExtensionId], [c1].[Description], [c1].[SdkKind], [c1].[OauthDisabled], [c1].[OrganizationId]
FROM (
    SELECT TOP(@p) [c].[PoolId], [c].[Id], [c].[AllowedOrigins], [c].[AuthMethod], [c].[BackchannelLogoutUri], [c].[ClientUri], [c].[Consent], [c].[CreatedAt], [c].[Disabled], [c].[GrantTypes], [c].[IdTokenAlgorithm], [c].[LogoUri], [c].[Name], [c].[PolicyUri], [c].[PostLogoutRedirectUris], [c].[RedirectUris], [c].[Scope], [c].[TosUri], [c].[TrustedIssuer], [c].[TrustedSubject], [c].[Version], [c].[PoolId] AS [PoolId0], [c].[Id] AS [Id0], [c].[ChromeExtensionId], [c].[Description], [c].[SdkKind], [c].[OauthDisabled], [c].[OrganizationId]
    FROM [Clients] AS [c]
    WHERE [c].[Description] IS NOT NULL AND [c].[SdkKind] IS NOT NULL AND [c].[OauthDisabled] IS NOT NULL AND [c].[OrganizationId] IS NOT NULL AND [c].[OrganizationId] = @organizationId AND CAST([c].[Id] AS nvarchar(max)) > @after
    ORDER BY [c].[Id]
) AS [c1]
LEFT JOIN [ClientCredentials] AS [c0] ON [c1].[PoolId] = [c0].[PoolId] AND [c1].[Id] = [c0].[ClientId]
ORDER BY [c1].[Id], [c1].[PoolId], [c0].[PoolId], [c0].[ClientId]

-- IClientStore.AllowsSdkOriginAsync
SELECT [c].[OrganizationId], [c].[AllowedOrigins]
FROM [Clients] AS [c]
WHERE [c].[Description] IS NOT NULL AND [c].[SdkKind] IS NOT NULL AND [c].[OauthDisabled] IS NOT NULL AND [c].[OrganizationId] IS NOT NULL AND [c].[Disabled] = CAST(0 AS bit)

-- IClientStore.AddSdkAsync, an application
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Clients] AS [c]
        WHERE [c].[Id] = @client_Id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [UserPools] AS [u]
        WHERE [u].[Id] = @client_PoolId AND [u].[OrganizationId] = @owner AND [u].[DeletedAt] IS NULL) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Clients] ([Id], [PoolId], [AllowedOrigins], [AuthMethod], [BackchannelLogoutUri], [ClientUri], [Consent], [CreatedAt], [Disabled], [GrantTypes], [IdTokenAlgorithm], [LogoUri], [Name], [PolicyUri], [PostLogoutRedirectUris], [RedirectUris], [Scope], [TosUri], [TrustedIssuer], [TrustedSubject], [Version], [ChromeExtensionId], [Description], [SdkKind], [OauthDisabled], [OrganizationId])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34);
COMMIT;

-- IClientStore.AddSdkAsync, a service
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [Clients] AS [c]
        WHERE [c].[Id] = @client_Id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [ApiKeys] ([Id], [ClientId], [CreatedAt], [Digest], [ExpiresAt], [LastUsedAt], [MadeBy], [Name], [OrganizationId], [Prefix], [RevokedAt], [Role])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11);
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20);
INSERT INTO [Clients] ([Id], [PoolId], [AllowedOrigins], [AuthMethod], [BackchannelLogoutUri], [ClientUri], [Consent], [CreatedAt], [Disabled], [GrantTypes], [IdTokenAlgorithm], [LogoUri], [Name], [PolicyUri], [PostLogoutRedirectUris], [RedirectUris], [Scope], [TosUri], [TrustedIssuer], [TrustedSubject], [Version], [ChromeExtensionId], [Description], [SdkKind], [OauthDisabled], [OrganizationId])
VALUES (@p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46);
COMMIT;

-- IClientStore.SaveSdkAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Version]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @client_Id AND [c].[OrganizationId] = @organization
DELETE FROM [c]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @client_Id
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[ClientId] = @id_Value AND [a].[RevokedAt] IS NULL
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Clients] ([Id], [PoolId], [AllowedOrigins], [AuthMethod], [BackchannelLogoutUri], [ClientUri], [Consent], [CreatedAt], [Disabled], [GrantTypes], [IdTokenAlgorithm], [LogoUri], [Name], [PolicyUri], [PostLogoutRedirectUris], [RedirectUris], [Scope], [TosUri], [TrustedIssuer], [TrustedSubject], [Version], [ChromeExtensionId], [Description], [SdkKind], [OauthDisabled], [OrganizationId])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34);
COMMIT;

-- IClientStore.RemoveSdkAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[Version]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @client_Id AND [c].[OrganizationId] = @organization
DELETE FROM [c]
FROM [Clients] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[Id] = @client_Id
UPDATE [t]
SET [t].[RevokedAt] = @p
FROM [TokenFamilies] AS [t]
WHERE [t].[PoolId] = @ef_filter__Pool AND [t].[ClientId] = @id AND [t].[RevokedAt] IS NULL
DELETE FROM [c]
FROM [Consents] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[ClientId] = @id
DELETE FROM [j]
FROM [JwksReaders] AS [j]
WHERE [j].[PoolId] = @ef_filter__Pool AND [j].[Name] = @id_Value AND [j].[IsClient] = CAST(1 AS bit)
DELETE FROM [c]
FROM [ClientRanges] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool AND [c].[ClientId] = @id
UPDATE [a]
SET [a].[RevokedAt] = @p
FROM [ApiKeys] AS [a]
WHERE [a].[ClientId] = @id_Value AND [a].[RevokedAt] IS NULL
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
COMMIT;

-- ISeenUserStore.FindAsync
SELECT TOP(1) [s].[PoolId], [s].[AppUserId], [s].[FirstSeenAt], [s].[Issuer], [s].[LastSeenAt]
FROM [SeenUsers] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[AppUserId] = @appUserId

-- ISeenUserStore.ListAsync
SELECT TOP(@p) [s].[PoolId], [s].[AppUserId], [s].[FirstSeenAt], [s].[Issuer], [s].[LastSeenAt]
FROM [SeenUsers] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool
ORDER BY [s].[AppUserId]

-- ISeenUserStore.ListAsync, the next ones
SELECT TOP(@p) [s].[PoolId], [s].[AppUserId], [s].[FirstSeenAt], [s].[Issuer], [s].[LastSeenAt]
FROM [SeenUsers] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[AppUserId] > @after
ORDER BY [s].[AppUserId]

-- ISeenUserStore.NoteAsync
UPDATE [s]
SET [s].[LastSeenAt] = CASE
    WHEN [s].[LastSeenAt] < @now THEN @now
    ELSE [s].[LastSeenAt]
END,
    [s].[Issuer] = CASE
        WHEN [s].[LastSeenAt] <= @now THEN @issuer
        ELSE [s].[Issuer]
    END
FROM [SeenUsers] AS [s]
WHERE [s].[PoolId] = @ef_filter__Pool AND [s].[AppUserId] = @appUserId

-- ISpentTokenStore.TakeAsync
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [SpentTokens] ([Digest], [PoolId], [ExpiresAt])
VALUES (@p0, @p1, @p2);

-- ITrustedIssuerStore.OfIssuerAsync
SELECT [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
ORDER BY [t].[Id]

-- ITrustedIssuerStore.FindAsync
SELECT [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
ORDER BY [t].[Id]

-- ITrustedIssuerStore.ListAsync
SELECT TOP(@p) [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
WHERE [t].[OrganizationId] = @organizationId
ORDER BY [t].[Id]

-- ITrustedIssuerStore.ListAsync, the next ones
SELECT TOP(@p) [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
WHERE [t].[OrganizationId] = @organizationId AND [t].[Id] > @after
ORDER BY [t].[Id]

-- ITrustedIssuerStore.AddAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [TrustedIssuers] ([Id], [Audience], [CreatedAt], [CutoverPoolId], [CutoverUntil], [Disabled], [Issuer], [JwksUri], [OrganizationId], [Roles], [UserIdExpression], [Version])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20);
COMMIT;

-- ITrustedIssuerStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
WHERE [t].[Id] = @issuer_Id AND [t].[OrganizationId] = @issuer_OrganizationId
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
UPDATE [TrustedIssuers] SET [Disabled] = @p9, [Roles] = @p10, [Version] = @p11
OUTPUT 1
WHERE [Id] = @p12;
COMMIT;

-- ITrustedIssuerStore.RemoveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [t].[Id], [t].[Audience], [t].[CreatedAt], [t].[CutoverPoolId], [t].[CutoverUntil], [t].[Disabled], [t].[Issuer], [t].[JwksUri], [t].[OrganizationId], [t].[Roles], [t].[UserIdExpression], [t].[Version]
FROM [TrustedIssuers] AS [t]
WHERE [t].[Id] = @issuer_Id AND [t].[OrganizationId] = @issuer_OrganizationId
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
DELETE FROM [TrustedIssuers]
OUTPUT 1
WHERE [Id] = @p9;
COMMIT;

-- IConnectionStore.OfPoolAsync
SELECT [c].[PoolId], [c].[Id], [c].[AuthMethod], [c].[AuthorizationParameters], [c].[AuthorizationUrl], [c].[ClaimPaths], [c].[ClientId], [c].[CreatedAt], [c].[Disabled], [c].[EndsSessionThere], [c].[Issuer], [c].[KeepsTokens], [c].[Kind], [c].[Linking], [c].[Name], [c].[OrganizationId], [c].[Preset], [c].[Scope], [c].[SealedClientSecret], [c].[SubjectExpression], [c].[TokenUrl], [c].[UpdatedAt], [c].[UserInfoUrl], [c].[Version]
FROM [Connections] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool
ORDER BY [c].[CreatedAt], [c].[Id]

-- IConnectionStore.FindAsync
SELECT [c].[PoolId], [c].[Id], [c].[AuthMethod], [c].[AuthorizationParameters], [c].[AuthorizationUrl], [c].[ClaimPaths], [c].[ClientId], [c].[CreatedAt], [c].[Disabled], [c].[EndsSessionThere], [c].[Issuer], [c].[KeepsTokens], [c].[Kind], [c].[Linking], [c].[Name], [c].[OrganizationId], [c].[Preset], [c].[Scope], [c].[SealedClientSecret], [c].[SubjectExpression], [c].[TokenUrl], [c].[UpdatedAt], [c].[UserInfoUrl], [c].[Version]
FROM [Connections] AS [c]
WHERE [c].[PoolId] = @ef_filter__Pool
ORDER BY [c].[CreatedAt], [c].[Id]

-- IConnectionStore.ListAsync
SELECT [c].[PoolId], [c].[Id], [c].[AuthMethod], [c].[AuthorizationParameters], [c].[AuthorizationUrl], [c].[ClaimPaths], [c].[ClientId], [c].[CreatedAt], [c].[Disabled], [c].[EndsSessionThere], [c].[Issuer], [c].[KeepsTokens], [c].[Kind], [c].[Linking], [c].[Name], [c].[OrganizationId], [c].[Preset], [c].[Scope], [c].[SealedClientSecret], [c].[SubjectExpression], [c].[TokenUrl], [c].[UpdatedAt], [c].[UserInfoUrl], [c].[Version]
FROM [Connections] AS [c]
WHERE [c].[OrganizationId] = @organizationId
ORDER BY [c].[PoolId], [c].[Id]

-- IConnectionStore.AddAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [UpstreamIdentities] AS [u]
        WHERE [u].[PoolId] = @connection_PoolId AND [u].[ConnectionId] = @connection_Id AND [u].[Issuer] <> @connection_Issuer) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Connections] ([Id], [PoolId], [AuthMethod], [AuthorizationParameters], [AuthorizationUrl], [ClaimPaths], [ClientId], [CreatedAt], [Disabled], [EndsSessionThere], [Issuer], [KeepsTokens], [Kind], [Linking], [Name], [OrganizationId], [Preset], [Scope], [SealedClientSecret], [SubjectExpression], [TokenUrl], [UpdatedAt], [UserInfoUrl], [Version])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32);
COMMIT;

-- IConnectionStore.SaveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[PoolId], [c].[Id], [c].[AuthMethod], [c].[AuthorizationParameters], [c].[AuthorizationUrl], [c].[ClaimPaths], [c].[ClientId], [c].[CreatedAt], [c].[Disabled], [c].[EndsSessionThere], [c].[Issuer], [c].[KeepsTokens], [c].[Kind], [c].[Linking], [c].[Name], [c].[OrganizationId], [c].[Preset], [c].[Scope], [c].[SealedClientSecret], [c].[SubjectExpression], [c].[TokenUrl], [c].[UpdatedAt], [c].[UserInfoUrl], [c].[Version]
FROM [Connections] AS [c]
WHERE [c].[PoolId] = @connection_PoolId AND [c].[Id] = @connection_Id AND [c].[OrganizationId] = @connection_OrganizationId
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
UPDATE [Connections] SET [AuthorizationParameters] = @p9, [ClaimPaths] = @p10, [Disabled] = @p11, [Version] = @p12
OUTPUT 1
WHERE [Id] = @p13 AND [PoolId] = @p14;
COMMIT;

-- IConnectionStore.RemoveAsync
BEGIN TRANSACTION;
UPDATE [c]
SET [c].[Value] = [c].[Value] + CAST(1 AS bigint)
FROM [ChangeStamps] AS [c]
WHERE [c].[Name] = @name
SELECT TOP(1) [c].[PoolId], [c].[Id], [c].[AuthMethod], [c].[AuthorizationParameters], [c].[AuthorizationUrl], [c].[ClaimPaths], [c].[ClientId], [c].[CreatedAt], [c].[Disabled], [c].[EndsSessionThere], [c].[Issuer], [c].[KeepsTokens], [c].[Kind], [c].[Linking], [c].[Name], [c].[OrganizationId], [c].[Preset], [c].[Scope], [c].[SealedClientSecret], [c].[SubjectExpression], [c].[TokenUrl], [c].[UpdatedAt], [c].[UserInfoUrl], [c].[Version]
FROM [Connections] AS [c]
WHERE [c].[PoolId] = @connection_PoolId AND [c].[Id] = @connection_Id AND [c].[OrganizationId] = @connection_OrganizationId
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
DELETE FROM [Connections]
OUTPUT 1
WHERE [Id] = @p9 AND [PoolId] = @p10;
COMMIT;

-- IUpstreamIdentityStore.FindAsync
SELECT TOP(1) [u].[PoolId], [u].[ConnectionId], [u].[Subject], [u].[CreatedAt], [u].[Issuer], [u].[LastSeenAt], [u].[SealedTokens], [u].[UserId], [u1].[PoolId], [u1].[Id], [u1].[AccessFailedCount], [u1].[Claims], [u1].[ConcurrencyStamp], [u1].[CreatedAt], [u1].[Disabled], [u1].[Email], [u1].[EmailVerified], [u1].[LockoutEnd], [u1].[NormalizedEmail], [u1].[NormalizedUsername], [u1].[PasswordHash], [u1].[SecurityStamp], [u1].[UpdatedAt], [u1].[Username]
FROM [UpstreamIdentities] AS [u]
INNER JOIN (
    SELECT [u0].[PoolId], [u0].[Id], [u0].[AccessFailedCount], [u0].[Claims], [u0].[ConcurrencyStamp], [u0].[CreatedAt], [u0].[Disabled], [u0].[Email], [u0].[EmailVerified], [u0].[LockoutEnd], [u0].[NormalizedEmail], [u0].[NormalizedUsername], [u0].[PasswordHash], [u0].[SecurityStamp], [u0].[UpdatedAt], [u0].[Username]
    FROM [Users] AS [u0]
    WHERE [u0].[PoolId] = @ef_filter__Pool
) AS [u1] ON [u].[UserId] = [u1].[Id]
WHERE [u].[PoolId] = @ef_filter__Pool0 AND [u].[ConnectionId] = @connectionId AND [u].[Subject] = @subject

-- IUpstreamIdentityStore.AddWithUserAsync
BEGIN TRANSACTION;
SET NOCOUNT ON;
INSERT INTO [AuditRecords] ([Id], [Action], [Actor], [At], [Correlation], [Details], [OrganizationId], [Pool], [Target])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8);
INSERT INTO [Users] ([Id], [PoolId], [AccessFailedCount], [Claims], [ConcurrencyStamp], [CreatedAt], [Disabled], [Email], [EmailVerified], [LockoutEnd], [NormalizedEmail], [NormalizedUsername], [PasswordHash], [SecurityStamp], [UpdatedAt], [Username])
VALUES (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24);
INSERT INTO [UpstreamIdentities] ([ConnectionId], [PoolId], [Subject], [CreatedAt], [Issuer], [LastSeenAt], [SealedTokens], [UserId])
VALUES (@p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32);
COMMIT;

-- IUpstreamIdentityStore.SeenAsync
UPDATE [u]
SET [u].[LastSeenAt] = @p,
    [u].[SealedTokens] = @sealedTokens
FROM [UpstreamIdentities] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[ConnectionId] = @connectionId AND [u].[Subject] = @subject

-- IUpstreamIdentityStore.OfUserAsync
SELECT [u].[PoolId], [u].[ConnectionId], [u].[Subject], [u].[CreatedAt], [u].[Issuer], [u].[LastSeenAt], [u].[SealedTokens], [u].[UserId]
FROM [UpstreamIdentities] AS [u]
WHERE [u].[PoolId] = @ef_filter__Pool AND [u].[UserId] = @user
ORDER BY [u].[CreatedAt], [u].[ConnectionId]
