using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.PostgreSql.Migrations
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
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "UpstreamSid",
                table: "Sessions",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "UpstreamSubject",
                table: "Sessions",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "TrustedIssuer",
                table: "Clients",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "TrustedSubject",
                table: "Clients",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "Connections",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    OrganizationId = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Preset = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    Issuer = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    AuthorizationUrl = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true, collation: "C"),
                    TokenUrl = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true, collation: "C"),
                    UserInfoUrl = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true, collation: "C"),
                    ClientId = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    SealedClientSecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AuthMethod = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Scope = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: false, collation: "C"),
                    AuthorizationParameters = table.Column<string>(type: "text", nullable: false),
                    SubjectExpression = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    ClaimPaths = table.Column<string>(type: "text", nullable: false),
                    Linking = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    KeepsTokens = table.Column<bool>(type: "boolean", nullable: false),
                    EndsSessionThere = table.Column<bool>(type: "boolean", nullable: false),
                    Disabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false, collation: "C")
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
                    PoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Digest = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false, collation: "C"),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SpentTokens", x => new { x.PoolId, x.Digest });
                });

            migrationBuilder.CreateTable(
                name: "TrustedIssuers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false, collation: "C"),
                    OrganizationId = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    Issuer = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Audience = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    UserIdExpression = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    JwksUri = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true, collation: "C"),
                    Roles = table.Column<string>(type: "text", nullable: false),
                    CutoverPoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    CutoverUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Disabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false, collation: "C")
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
                    PoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    ConnectionId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    Issuer = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    UserId = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    SealedTokens = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
