IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [AuthorizeTransactions] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Digest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [BrowserDigest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Parameters] nvarchar(max) NOT NULL,
        [StartedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [SignedInSession] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL,
        [ConsentedScope] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [ConsentedBy] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL,
        [TakenAt] datetimeoffset NULL,
        CONSTRAINT [PK_AuthorizeTransactions] PRIMARY KEY ([PoolId], [Digest])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [ChangeStamps] (
        [Name] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Value] bigint NOT NULL,
        CONSTRAINT [PK_ChangeStamps] PRIMARY KEY ([Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Clients] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AuthMethod] nvarchar(32) NOT NULL,
        [RedirectUris] nvarchar(max) NOT NULL,
        [PostLogoutRedirectUris] nvarchar(max) NOT NULL,
        [BackchannelLogoutUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [GrantTypes] nvarchar(max) NOT NULL,
        [Scope] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [IdTokenAlgorithm] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AllowedOrigins] nvarchar(max) NOT NULL,
        [Consent] nvarchar(32) NOT NULL,
        [LogoUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [PolicyUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [TosUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [ClientUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [Disabled] bit NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Clients] PRIMARY KEY ([PoolId], [Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Consents] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [UserId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Scope] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [GrantedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Consents] PRIMARY KEY NONCLUSTERED ([PoolId], [UserId], [ClientId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [DataProtectionKeys] (
        [Id] uniqueidentifier NOT NULL,
        [FriendlyName] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Xml] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_DataProtectionKeys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Organizations] (
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Organizations] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Resources] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Identifier] nvarchar(380) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Scopes] nvarchar(max) NOT NULL,
        [AccessTokenAlgorithm] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_Resources] PRIMARY KEY ([PoolId], [Identifier])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [RevokedTokens] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Jti] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_RevokedTokens] PRIMARY KEY ([PoolId], [Jti])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [SealedSecrets] (
        [Name] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Sealed] varbinary(max) NOT NULL,
        [SealedBy] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_SealedSecrets] PRIMARY KEY ([Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Sessions] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Digest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [UserId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SecurityStamp] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AuthTime] datetimeoffset NOT NULL,
        [Amr] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [EndedAt] datetimeoffset NULL,
        CONSTRAINT [PK_Sessions] PRIMARY KEY ([PoolId], [Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [SigningKeys] (
        [Kid] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Algorithm] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Generation] int NOT NULL,
        [PublicJwk] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SealedPrivateKey] varbinary(max) NULL,
        [SealedBy] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [ActiveFrom] datetimeoffset NOT NULL,
        [RetiredAt] datetimeoffset NULL,
        CONSTRAINT [PK_SigningKeys] PRIMARY KEY ([Kid])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [TokenFamilies] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Id] uniqueidentifier NOT NULL,
        [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [UserId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SessionId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SecurityStamp] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Scope] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Resources] nvarchar(max) NOT NULL,
        [ClaimsRequest] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [Nonce] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [Acr] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL,
        [Amr] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AuthTime] datetimeoffset NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [CodeDigest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CodeExpiresAt] datetimeoffset NOT NULL,
        [RedirectUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CodeChallenge] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CodeTakenAt] datetimeoffset NULL,
        [WrongVerifiers] int NOT NULL,
        [Generation] int NOT NULL,
        [RotatedAt] datetimeoffset NULL,
        [RefreshExpiresAt] datetimeoffset NULL,
        [RevokedAt] datetimeoffset NULL,
        [Offline] bit NOT NULL,
        CONSTRAINT [PK_TokenFamilies] PRIMARY KEY ([PoolId], [Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Users] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Username] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [NormalizedUsername] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [NormalizedEmail] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [EmailVerified] bit NOT NULL,
        [PasswordHash] nvarchar(1024) COLLATE Latin1_General_100_BIN2 NULL,
        [SecurityStamp] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ConcurrencyStamp] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AccessFailedCount] int NOT NULL,
        [LockoutEnd] datetimeoffset NULL,
        [Disabled] bit NOT NULL,
        [Claims] nvarchar(max) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [UpdatedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Users] PRIMARY KEY ([PoolId], [Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [ClientCredentials] (
        [SecretDigest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NULL,
        CONSTRAINT [PK_ClientCredentials] PRIMARY KEY ([PoolId], [ClientId], [SecretDigest]),
        CONSTRAINT [FK_ClientCredentials_Clients_PoolId_ClientId] FOREIGN KEY ([PoolId], [ClientId]) REFERENCES [Clients] ([PoolId], [Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE TABLE [Members] (
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [NormalizedEmail] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [PasswordHash] nvarchar(1024) COLLATE Latin1_General_100_BIN2 NULL,
        [Role] nvarchar(32) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Members] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_Members_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] ON;
    EXEC(N'INSERT INTO [ChangeStamps] ([Name], [Value])
    VALUES (N''catalogue'', CAST(0 AS bigint))');
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] OFF;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_AuthorizeTransactions_ExpiresAt] ON [AuthorizeTransactions] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_Consents_PoolId_ClientId] ON [Consents] ([PoolId], [ClientId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Members_OrganizationId_NormalizedEmail] ON [Members] ([OrganizationId], [NormalizedEmail]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Organizations_Name] ON [Organizations] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_RevokedTokens_ExpiresAt] ON [RevokedTokens] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Sessions_Digest] ON [Sessions] ([Digest]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_Sessions_EndedAt] ON [Sessions] ([EndedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_Sessions_ExpiresAt] ON [Sessions] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_SigningKeys_PoolId_Algorithm_Generation] ON [SigningKeys] ([PoolId], [Algorithm], [Generation]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_TokenFamilies_CodeDigest] ON [TokenFamilies] ([CodeDigest]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_TokenFamilies_CodeExpiresAt] ON [TokenFamilies] ([CodeExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_TokenFamilies_PoolId_ClientId] ON [TokenFamilies] ([PoolId], [ClientId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_TokenFamilies_PoolId_SessionId] ON [TokenFamilies] ([PoolId], [SessionId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE INDEX [IX_TokenFamilies_PoolId_UserId_ClientId] ON [TokenFamilies] ([PoolId], [UserId], [ClientId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_Users_PoolId_NormalizedEmail] ON [Users] ([PoolId], [NormalizedEmail]) WHERE [NormalizedEmail] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Users_PoolId_NormalizedUsername] ON [Users] ([PoolId], [NormalizedUsername]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121082226_Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121082226_Initial', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] DROP CONSTRAINT [PK_SigningKeys];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    EXEC sp_rename N'[SigningKeys].[ActiveFrom]', N'ActivatedAt', 'COLUMN';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    DECLARE @var nvarchar(max);
    SELECT @var = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[SigningKeys]') AND [c].[name] = N'ActivatedAt');
    IF @var IS NOT NULL EXEC(N'ALTER TABLE [SigningKeys] DROP CONSTRAINT ' + @var + ';');
    ALTER TABLE [SigningKeys] ALTER COLUMN [ActivatedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD [AnnouncedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD [RevokedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD [RevokedReason] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD [SignedUntil] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD [WithdrawnAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    ALTER TABLE [SigningKeys] ADD CONSTRAINT [PK_SigningKeys] PRIMARY KEY ([PoolId], [Kid]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [ApiKeys] (
        [Id] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Digest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Prefix] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Role] nvarchar(32) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NULL,
        [LastUsedAt] datetimeoffset NULL,
        [RevokedAt] datetimeoffset NULL,
        CONSTRAINT [PK_ApiKeys] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_ApiKeys_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [AuditRecords] (
        [Id] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [At] datetimeoffset NOT NULL,
        [Pool] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL,
        [Actor] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Action] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Target] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Details] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Correlation] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_AuditRecords] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [ClientRanges] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Range] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_ClientRanges] PRIMARY KEY ([PoolId], [Range], [ClientId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [JwksReaders] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [IsClient] bit NOT NULL,
        [FirstSeenAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        [KeysAnnouncedAt] datetimeoffset NOT NULL,
        [UserAgent] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_JwksReaders] PRIMARY KEY ([PoolId], [Name], [IsClient])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_CALENDARS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CALENDAR_NAME] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CALENDAR] varbinary(max) NOT NULL,
        CONSTRAINT [PK_QRTZ_CALENDARS] PRIMARY KEY ([SCHED_NAME], [CALENDAR_NAME])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_FIRED_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ENTRY_ID] nvarchar(140) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [EXECUTION_GROUP] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [FIRED_TIME] bigint NOT NULL,
        [INSTANCE_NAME] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [INTERRUPT_REQUESTED_TIME] bigint NULL,
        [IS_NONCONCURRENT] bit NULL,
        [JOB_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NULL,
        [JOB_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NULL,
        [PRIORITY] int NOT NULL,
        [PROGRESS] int NULL,
        [PROGRESS_MESSAGE] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        [REQUESTS_RECOVERY] bit NULL,
        [SCHED_TIME] bigint NOT NULL,
        [STATE] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_QRTZ_FIRED_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [ENTRY_ID])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_JOB_DETAILS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JOB_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JOB_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [DESCRIPTION] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        [IS_DURABLE] bit NOT NULL,
        [IS_NONCONCURRENT] bit NOT NULL,
        [IS_UPDATE_DATA] bit NOT NULL,
        [JOB_CLASS_NAME] nvarchar(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JOB_DATA] varbinary(max) NULL,
        [REQUESTS_RECOVERY] bit NOT NULL,
        CONSTRAINT [PK_QRTZ_JOB_DETAILS] PRIMARY KEY ([SCHED_NAME], [JOB_NAME], [JOB_GROUP])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_LOCKS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [LOCK_NAME] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_QRTZ_LOCKS] PRIMARY KEY ([SCHED_NAME], [LOCK_NAME])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_PAUSED_JOB_GRPS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JOB_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [PAUSED_AT] bigint NULL,
        [PAUSED_BY] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [PAUSE_REASON] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_QRTZ_PAUSED_JOB_GRPS] PRIMARY KEY ([SCHED_NAME], [JOB_GROUP])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_PAUSED_TRIGGER_GRPS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [PAUSED_AT] bigint NULL,
        [PAUSED_BY] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [PAUSE_REASON] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_QRTZ_PAUSED_TRIGGER_GRPS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_GROUP])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_SCHEDULER_STATE] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [INSTANCE_NAME] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CHECKIN_INTERVAL] bigint NOT NULL,
        [LAST_CHECKIN_TIME] bigint NOT NULL,
        [QUARTZ_VERSION] nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_QRTZ_SCHEDULER_STATE] PRIMARY KEY ([SCHED_NAME], [INSTANCE_NAME])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [RotationPolicies] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Algorithm] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Interval] bigint NOT NULL,
        [AnnounceBefore] bigint NOT NULL,
        [Schedule] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_RotationPolicies] PRIMARY KEY ([PoolId], [Algorithm])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [TokenCounts] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Kid] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Node] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [Counts] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_TokenCounts] PRIMARY KEY ([PoolId], [Kid], [Node], [ExpiresAt])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CALENDAR_NAME] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [CONTINUATION_CONDITION] int NULL,
        [CONTINUES_TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NULL,
        [CONTINUES_TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NULL,
        [DESCRIPTION] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        [END_TIME] bigint NULL,
        [EXECUTION_GROUP] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [FIXED_DELAY] bit NULL,
        [JOB_DATA] varbinary(max) NULL,
        [JOB_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JOB_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [MISFIRE_INSTR] int NULL,
        [MISFIRE_ORIG_FIRE_TIME] bigint NULL,
        [MISFIRE_THRESHOLD] bigint NULL,
        [NEXT_FIRE_TIME] bigint NULL,
        [OVERLAP_POLICY] int NULL,
        [PAUSED_AT] bigint NULL,
        [PAUSED_BY] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [PAUSE_REASON] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        [PREFERRED_NODE] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [PREFERRED_NODE_AUTO] bit NOT NULL,
        [PREV_FIRE_TIME] bigint NULL,
        [PRIORITY] int NULL,
        [RETRY_ATTEMPT] int NULL,
        [RETRY_POLICY] nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
        [START_TIME] bigint NOT NULL,
        [TRIGGER_STATE] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_TYPE] nvarchar(8) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_QRTZ_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]),
        CONSTRAINT [FK_QRTZ_TRIGGERS_QRTZ_JOB_DETAILS_SCHED_NAME_JOB_NAME_JOB_GROUP] FOREIGN KEY ([SCHED_NAME], [JOB_NAME], [JOB_GROUP]) REFERENCES [QRTZ_JOB_DETAILS] ([SCHED_NAME], [JOB_NAME], [JOB_GROUP]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_BLOB_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [BLOB_DATA] varbinary(max) NULL,
        CONSTRAINT [PK_QRTZ_BLOB_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]),
        CONSTRAINT [FK_QRTZ_BLOB_TRIGGERS_QRTZ_TRIGGERS_SCHED_NAME_TRIGGER_NAME_TRIGGER_GROUP] FOREIGN KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) REFERENCES [QRTZ_TRIGGERS] ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_CRON_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CRON_EXPRESSION] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TIME_ZONE_ID] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_QRTZ_CRON_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]),
        CONSTRAINT [FK_QRTZ_CRON_TRIGGERS_QRTZ_TRIGGERS_SCHED_NAME_TRIGGER_NAME_TRIGGER_GROUP] FOREIGN KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) REFERENCES [QRTZ_TRIGGERS] ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_SIMPLE_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [REPEAT_COUNT] int NOT NULL,
        [REPEAT_INTERVAL] bigint NOT NULL,
        [TIMES_TRIGGERED] int NOT NULL,
        CONSTRAINT [PK_QRTZ_SIMPLE_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]),
        CONSTRAINT [FK_QRTZ_SIMPLE_TRIGGERS_QRTZ_TRIGGERS_SCHED_NAME_TRIGGER_NAME_TRIGGER_GROUP] FOREIGN KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) REFERENCES [QRTZ_TRIGGERS] ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE TABLE [QRTZ_SIMPROP_TRIGGERS] (
        [SCHED_NAME] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_NAME] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [TRIGGER_GROUP] nvarchar(150) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [BOOL_PROP_1] bit NULL,
        [BOOL_PROP_2] bit NULL,
        [DEC_PROP_1] decimal(13,4) NULL,
        [DEC_PROP_2] decimal(13,4) NULL,
        [INT_PROP_1] int NULL,
        [INT_PROP_2] int NULL,
        [LONG_PROP_1] bigint NULL,
        [LONG_PROP_2] bigint NULL,
        [STR_PROP_1] nvarchar(512) COLLATE Latin1_General_100_BIN2 NULL,
        [STR_PROP_2] nvarchar(512) COLLATE Latin1_General_100_BIN2 NULL,
        [STR_PROP_3] nvarchar(512) COLLATE Latin1_General_100_BIN2 NULL,
        [TIME_ZONE_ID] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_QRTZ_SIMPROP_TRIGGERS] PRIMARY KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]),
        CONSTRAINT [FK_QRTZ_SIMPROP_TRIGGERS_QRTZ_TRIGGERS_SCHED_NAME_TRIGGER_NAME_TRIGGER_GROUP] FOREIGN KEY ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) REFERENCES [QRTZ_TRIGGERS] ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] ON;
    EXEC(N'INSERT INTO [ChangeStamps] ([Name], [Value])
    VALUES (N''keys'', CAST(0 AS bigint))');
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] OFF;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE UNIQUE INDEX [IX_ApiKeys_Digest] ON [ApiKeys] ([Digest]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_ApiKeys_OrganizationId] ON [ApiKeys] ([OrganizationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_AuditRecords_OrganizationId_Id] ON [AuditRecords] ([OrganizationId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_ClientRanges_LastSeenAt] ON [ClientRanges] ([LastSeenAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_JwksReaders_LastSeenAt] ON [JwksReaders] ([LastSeenAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_QRTZ_FIRED_TRIGGERS_SCHED_NAME_INSTANCE_NAME] ON [QRTZ_FIRED_TRIGGERS] ([SCHED_NAME], [INSTANCE_NAME]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_QRTZ_FIRED_TRIGGERS_SCHED_NAME_JOB_NAME_JOB_GROUP] ON [QRTZ_FIRED_TRIGGERS] ([SCHED_NAME], [JOB_NAME], [JOB_GROUP]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_QRTZ_FIRED_TRIGGERS_SCHED_NAME_TRIGGER_NAME_TRIGGER_GROUP] ON [QRTZ_FIRED_TRIGGERS] ([SCHED_NAME], [TRIGGER_NAME], [TRIGGER_GROUP]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_QRTZ_TRIGGERS_SCHED_NAME_JOB_NAME_JOB_GROUP] ON [QRTZ_TRIGGERS] ([SCHED_NAME], [JOB_NAME], [JOB_GROUP]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_QRTZ_TRIGGERS_SCHED_NAME_TRIGGER_STATE_NEXT_FIRE_TIME] ON [QRTZ_TRIGGERS] ([SCHED_NAME], [TRIGGER_STATE], [NEXT_FIRE_TIME]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    CREATE INDEX [IX_TokenCounts_ExpiresAt] ON [TokenCounts] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    UPDATE "SigningKeys" SET "AnnouncedAt" = "CreatedAt"
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132827_KeyRotation'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121132827_KeyRotation', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Organizations] ADD [IsOwner] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Organizations] ADD [LogoUrl] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Organizations] ADD [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Members] ADD [FailedLogins] int NOT NULL DEFAULT 0;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Members] ADD [LockedUntil] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Members] ADD [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Members] ADD [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [ChromeExtensionId] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [Description] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [OauthDisabled] bit NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [SdkKind] nvarchar(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [ApiKeys] ADD [ClientId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [ApiKeys] ADD [MadeBy] nvarchar(36) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [KeptAnswers] (
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Key] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Request] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Sealed] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_KeptAnswers] PRIMARY KEY ([OrganizationId], [Key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [KeyStamps] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Value] bigint NOT NULL,
        CONSTRAINT [PK_KeyStamps] PRIMARY KEY ([PoolId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [MemberSessions] (
        [Id] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [MemberId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Digest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [RevokedAt] datetimeoffset NULL,
        CONSTRAINT [PK_MemberSessions] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_MemberSessions_Members_MemberId] FOREIGN KEY ([MemberId]) REFERENCES [Members] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [RemoteKeys] (
        [Source] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Json] varbinary(max) NOT NULL,
        [ConfirmedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_RemoteKeys] PRIMARY KEY ([Source])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [SeenUsers] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AppUserId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [FirstSeenAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        [Issuer] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_SeenUsers] PRIMARY KEY ([PoolId], [AppUserId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE TABLE [UserPools] (
        [Id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Description] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JwksUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [Jwks] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [IdClaim] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [Issuer] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [Audience] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [CompatibleLifetime] bit NOT NULL,
        [Disabled] bit NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [DeletedAt] datetimeoffset NULL,
        CONSTRAINT [PK_UserPools] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_UserPools_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] ON;
    EXEC(N'INSERT INTO [ChangeStamps] ([Name], [Value])
    VALUES (N''organizations'', CAST(0 AS bigint))');
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[ChangeStamps]'))
        SET IDENTITY_INSERT [ChangeStamps] OFF;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'PoolId', N'Value') AND [object_id] = OBJECT_ID(N'[KeyStamps]'))
        SET IDENTITY_INSERT [KeyStamps] ON;
    EXEC(N'INSERT INTO [KeyStamps] ([PoolId], [Value])
    VALUES (N''default'', CAST(0 AS bigint))');
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'PoolId', N'Value') AND [object_id] = OBJECT_ID(N'[KeyStamps]'))
        SET IDENTITY_INSERT [KeyStamps] OFF;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_Members_NormalizedEmail] ON [Members] ([NormalizedEmail]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_Clients_OrganizationId] ON [Clients] ([OrganizationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_KeptAnswers_ExpiresAt] ON [KeptAnswers] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_KeyStamps_Value] ON [KeyStamps] ([Value]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE UNIQUE INDEX [IX_MemberSessions_Digest] ON [MemberSessions] ([Digest]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_MemberSessions_ExpiresAt] ON [MemberSessions] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_MemberSessions_MemberId] ON [MemberSessions] ([MemberId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_RemoteKeys_ConfirmedAt] ON [RemoteKeys] ([ConfirmedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    CREATE INDEX [IX_UserPools_OrganizationId_Id] ON [UserPools] ([OrganizationId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    ALTER TABLE [Clients] ADD CONSTRAINT [FK_Clients_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    UPDATE "Organizations" SET "Version" = "Id"
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    UPDATE "Organizations" SET "IsOwner" = 1 WHERE "Id" = (SELECT MIN("Id") FROM "Organizations")
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    UPDATE "Members" SET "Version" = "Id"
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121163657_UserPools'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121163657_UserPools', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    ALTER TABLE [Sessions] ADD [ConnectionId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    ALTER TABLE [Sessions] ADD [UpstreamSid] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    ALTER TABLE [Sessions] ADD [UpstreamSubject] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    ALTER TABLE [Clients] ADD [TrustedIssuer] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    ALTER TABLE [Clients] ADD [TrustedSubject] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE TABLE [Connections] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Kind] nvarchar(32) NOT NULL,
        [Preset] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
        [Issuer] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AuthorizationUrl] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [TokenUrl] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [UserInfoUrl] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [ClientId] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SealedClientSecret] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [AuthMethod] nvarchar(32) NOT NULL,
        [Scope] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [AuthorizationParameters] nvarchar(max) NOT NULL,
        [SubjectExpression] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClaimPaths] nvarchar(max) NOT NULL,
        [Linking] nvarchar(32) NOT NULL,
        [KeepsTokens] bit NOT NULL,
        [EndsSessionThere] bit NOT NULL,
        [Disabled] bit NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [UpdatedAt] datetimeoffset NOT NULL,
        [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_Connections] PRIMARY KEY ([PoolId], [Id]),
        CONSTRAINT [FK_Connections_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE TABLE [SpentTokens] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Digest] nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_SpentTokens] PRIMARY KEY ([PoolId], [Digest])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE TABLE [TrustedIssuers] (
        [Id] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrganizationId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Issuer] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Audience] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [UserIdExpression] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [JwksUri] nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
        [Roles] nvarchar(max) NOT NULL,
        [CutoverPoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [CutoverUntil] datetimeoffset NULL,
        [Disabled] bit NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [Version] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_TrustedIssuers] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_TrustedIssuers_Organizations_OrganizationId] FOREIGN KEY ([OrganizationId]) REFERENCES [Organizations] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE TABLE [UpstreamIdentities] (
        [PoolId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ConnectionId] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Subject] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Issuer] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [UserId] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SealedTokens] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_UpstreamIdentities] PRIMARY KEY ([PoolId], [ConnectionId], [Subject]),
        CONSTRAINT [FK_UpstreamIdentities_Users_PoolId_UserId] FOREIGN KEY ([PoolId], [UserId]) REFERENCES [Users] ([PoolId], [Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE INDEX [IX_Sessions_PoolId_ConnectionId_UpstreamSubject] ON [Sessions] ([PoolId], [ConnectionId], [UpstreamSubject]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE INDEX [IX_Connections_OrganizationId] ON [Connections] ([OrganizationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Connections_PoolId_Issuer] ON [Connections] ([PoolId], [Issuer]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE INDEX [IX_SpentTokens_ExpiresAt] ON [SpentTokens] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE UNIQUE INDEX [IX_TrustedIssuers_Issuer_Audience] ON [TrustedIssuers] ([Issuer], [Audience]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE INDEX [IX_TrustedIssuers_OrganizationId_Id] ON [TrustedIssuers] ([OrganizationId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    CREATE INDEX [IX_UpstreamIdentities_PoolId_UserId] ON [UpstreamIdentities] ([PoolId], [UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121185742_Federation'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121185742_Federation', N'10.0.14');
END;

COMMIT;
GO
