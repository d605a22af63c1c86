using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Federation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ConnectionId",
                table: "Sessions",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UpstreamSid",
                table: "Sessions",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UpstreamSubject",
                table: "Sessions",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TrustedIssuer",
                table: "Clients",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TrustedSubject",
                table: "Clients",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Connections",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    OrganizationId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Preset = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    AuthorizationUrl = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    TokenUrl = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    UserInfoUrl = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SealedClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    AuthMethod = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: false),
                    AuthorizationParameters = table.Column<string>(type: "TEXT", nullable: false),
                    SubjectExpression = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    ClaimPaths = table.Column<string>(type: "TEXT", nullable: false),
                    Linking = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    KeepsTokens = table.Column<bool>(type: "INTEGER", nullable: false),
                    EndsSessionThere = table.Column<bool>(type: "INTEGER", nullable: false),
                    Disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<string>(type: "TEXT", maxLength: 36, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Connections", x => new { x.PoolId, x.Id });
                    table.ForeignKey(
                        name: "FK_Connections_Organizations_OrganizationId",
                        column: x => x.OrganizationId,
                        principalTable: "Organizations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SpentTokens",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Digest = table.Column<string>(type: "TEXT", maxLength: 43, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SpentTokens", x => new { x.PoolId, x.Digest });
                });

            migrationBuilder.CreateTable(
                name: "TrustedIssuers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 36, nullable: false),
                    OrganizationId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    UserIdExpression = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    JwksUri = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    Roles = table.Column<string>(type: "TEXT", nullable: false),
                    CutoverPoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    CutoverUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<string>(type: "TEXT", maxLength: 36, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrustedIssuers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrustedIssuers_Organizations_OrganizationId",
                        column: x => x.OrganizationId,
                        principalTable: "Organizations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "UpstreamIdentities",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    SealedTokens = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UpstreamIdentities", x => new { x.PoolId, x.ConnectionId, x.Subject });
                    table.ForeignKey(
                        name: "FK_UpstreamIdentities_Users_PoolId_UserId",
                        columns: x => new { x.PoolId, x.UserId },
                        principalTable: "Users",
                        principalColumns: new[] { "PoolId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_PoolId_ConnectionId_UpstreamSubject",
                table: "Sessions",
                columns: new[] { "PoolId", "ConnectionId", "UpstreamSubject" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_OrganizationId",
                table: "Connections",
                column: "OrganizationId");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_PoolId_Issuer",
                table: "Connections",
                columns: new[] { "PoolId", "Issuer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SpentTokens_ExpiresAt",
                table: "SpentTokens",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_TrustedIssuers_Issuer_Audience",
                table: "TrustedIssuers",
                columns: new[] { "Issuer", "Audience" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrustedIssuers_OrganizationId_Id",
                table: "TrustedIssuers",
                columns: new[] { "OrganizationId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_UpstreamIdentities_PoolId_UserId",
                table: "UpstreamIdentities",
                columns: new[] { "PoolId", "UserId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Connections");

            migrationBuilder.DropTable(
                name: "SpentTokens");

            migrationBuilder.DropTable(
                name: "TrustedIssuers");

            migrationBuilder.DropTable(
                name: "UpstreamIdentities");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_PoolId_ConnectionId_UpstreamSubject",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "ConnectionId",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "UpstreamSid",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "UpstreamSubject",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "TrustedIssuer",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "TrustedSubject",
                table: "Clients");
        }
    }
}
