using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.SqlServer.Migrations
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

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "ActivatedAt",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "datetimeoffset");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AnnouncedAt",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RevokedAt",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RevokedReason",
                table: "SigningKeys",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "SignedUntil",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WithdrawnAt",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                columns: new[] { "PoolId", "Kid" });

            migrationBuilder.CreateTable(
                name: "RotationPolicies",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Algorithm = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Interval = table.Column<long>(type: "bigint", nullable: false),
                    AnnounceBefore = table.Column<long>(type: "bigint", nullable: false),
                    Schedule = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2")
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

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ActiveFrom",
                table: "SigningKeys",
                type: "datetimeoffset",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                column: "Kid");
        }
    }
}
