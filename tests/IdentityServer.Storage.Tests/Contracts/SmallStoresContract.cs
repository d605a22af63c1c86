using System.Xml.Linq;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tokens;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.AspNetCore.DataProtection.Repositories;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Revoked tokens, keys, secrets, the Data Protection ring, organizations.</summary>
public abstract class SmallStoresContract(IDatabaseSource source)
{
    readonly IRevokedTokenStore revoked = source.Shared.Get<IRevokedTokenStore>();
    readonly IKeyStore keys = source.Shared.Get<IKeyStore>();
    readonly IOrganizationStore organizations = source.Shared.Get<IOrganizationStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_revoked_once_or_twice_with_the_same_result()
    {
        var jti = NewId() + "a";
        Assert.False(await revoked.ContainsAsync(Pool, jti, ct));
        await revoked.AddAsync(Pool, jti, Now, ct);
        await revoked.AddAsync(Pool, jti, Now.AddHours(1), ct);
        Assert.True(await revoked.ContainsAsync(Pool, jti, ct));
        Assert.False(await revoked.ContainsAsync(Pool, jti.ToUpperInvariant(), ct));
        Assert.False(await revoked.ContainsAsync(new("other"), jti, ct));
    }

    [Fact]
    public async Task A_secret_is_made_once()
    {
        var name = NewId();
        Assert.Null(await keys.FindSecretAsync(name, ct));
        Assert.True(await keys.AddSecretAsync(new() { Name = name, Sealed = [1], SealedBy = "kek", CreatedAt = Now }, ct));
        Assert.False(await keys.AddSecretAsync(new() { Name = name, Sealed = [2], SealedBy = "kek", CreatedAt = Now }, ct));
        Assert.Equal([1], (await keys.FindSecretAsync(name, ct))!.Sealed);
    }

    [Fact]
    public void The_data_protection_ring_keeps_its_elements()
    {
        var ring = source.Shared.Get<IXmlRepository>();
        var name = NewId();
        ring.StoreElement(new XElement("key", new XAttribute("id", name), "ä"), "key-" + name);
        Assert.Contains(ring.GetAllElements(), element => (string?)element.Attribute("id") == name && element.Value == "ä");
    }

    [Fact]
    public async Task An_organization_has_one_name_and_its_members_one_address_each()
    {
        var organization = new Organization { Id = NewId(), Name = "Org " + NewId(), CreatedAt = Now };
        Assert.Null(await organizations.FindByNameAsync(organization.Name, ct));
        Assert.True(await organizations.AddAsync(organization, null, Record(null), ct));
        Assert.False(await organizations.AddAsync(new() { Id = NewId(), Name = organization.Name, CreatedAt = Now }, null, Record(null), ct));
        Assert.Equal(organization.Id, (await organizations.FindByNameAsync(organization.Name, ct))?.Id);
        Assert.Null(await organizations.FindByNameAsync(organization.Name.ToUpperInvariant(), ct));

        Member Person(string email) => new()
        {
            Id = NewId(),
            OrganizationId = organization.Id,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            Role = MemberRole.ReadOnly,
            CreatedAt = Now,
        };
        var (zoe, ann) = (Person("zoe@org.test"), Person("ann@org.test"));
        Assert.True(await organizations.AddMemberAsync(zoe, Record(null), ct));
        Assert.True(await organizations.AddMemberAsync(ann, Record(null), ct));
        Assert.False(await organizations.AddMemberAsync(Person("Zoe@org.test"), Record(null), ct));

        (zoe.Role, zoe.PasswordHash) = (MemberRole.Admin, "hash");
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(zoe, "", Now, Record(null), ct));
        var members = await organizations.MembersAsync(organization.Id, ct);
        Assert.Equal([ann.Id, zoe.Id], members.Select(member => member.Id));
        Assert.Equivalent(zoe, members[1], strict: true);
    }
}
