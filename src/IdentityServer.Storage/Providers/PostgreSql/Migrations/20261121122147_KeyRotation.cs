using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityServer.Storage.Providers.PostgreSql.Migrations
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
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AnnouncedAt",
                table: "SigningKeys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RevokedAt",
                table: "SigningKeys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RevokedReason",
                table: "SigningKeys",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "SignedUntil",
                table: "SigningKeys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WithdrawnAt",
                table: "SigningKeys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                columns: new[] { "PoolId", "Kid" });

            migrationBuilder.CreateTable(
                name: "RotationPolicies",
                columns: table => new
                {
                    PoolId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Algorithm = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Interval = table.Column<long>(type: "bigint", nullable: false),
                    AnnounceBefore = table.Column<long>(type: "bigint", nullable: false),
                    Schedule = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C")
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
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddPrimaryKey(
                name: "PK_SigningKeys",
                table: "SigningKeys",
                column: "Kid");
        }
    }
}
