using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class KeyRotation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys");

            // What signed goes on signing, since when it did.
            migrationBuilder.RenameColumn(name: "ActiveFrom", table: "SigningKeys", newName: "ActivatedAt");

            migrationBuilder.AlterColumn<long>(
                name: "ActivatedAt",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<long>(
                name: "AnnouncedAt",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RevokedAt",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RevokedReason",
                table: "SigningKeys",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SignedUntil",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WithdrawnAt",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                columns: new[] { "PoolId", "Kid" });

            migrationBuilder.CreateTable(
                name: "RotationPolicies",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Algorithm = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Interval = table.Column<long>(type: "INTEGER", nullable: false),
                    AnnounceBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    Schedule = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RotationPolicies", x => new { x.PoolId, x.Algorithm });
                });

            migrationBuilder.InsertData(
                table: "ChangeStamps",
                columns: new[] { "Name", "Value" },
                values: new object[] { "keys", 0L });

            migrationBuilder.Sql("UPDATE \"SigningKeys\" SET \"AnnouncedAt\" = \"CreatedAt\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RotationPolicies");

            migrationBuilder.DropPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys");

            migrationBuilder.DeleteData(
                table: "ChangeStamps",
                keyColumn: "Name",
                keyValue: "keys");

            migrationBuilder.DropColumn(
                name: "ActivatedAt",
                table: "SigningKeys");

            migrationBuilder.DropColumn(
                name: "AnnouncedAt",
                table: "SigningKeys");

            migrationBuilder.DropColumn(
                name: "RevokedAt",
                table: "SigningKeys");

            migrationBuilder.DropColumn(
                name: "RevokedReason",
                table: "SigningKeys");

            migrationBuilder.DropColumn(
                name: "SignedUntil",
                table: "SigningKeys");

            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "SigningKeys");

            migrationBuilder.AddColumn<long>(
                name: "ActiveFrom",
                table: "SigningKeys",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                column: "Kid");
        }
    }
}
