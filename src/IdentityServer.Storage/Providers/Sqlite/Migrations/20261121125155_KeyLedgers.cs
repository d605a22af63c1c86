using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.Sqlite.Migrations
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
                    PoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Kid = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Counts = table.Column<string>(type: "TEXT", nullable: false)
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
