using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class KeyLedgers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TokenCounts",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Kid = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    Node = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Counts = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TokenCounts", x => new { x.PoolId, x.Kid, x.Node, x.ExpiresAt });
                });

            migrationBuilder.CreateIndex(
                name: "IX_TokenCounts_ExpiresAt",
                table: "TokenCounts",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TokenCounts");
        }
    }
}
