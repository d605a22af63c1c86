using System.Text;
using IdentityServer.Domain.Discovery;
using Xunit;

namespace IdentityServer.Domain.Tests.Discovery;

/// <summary>S103.</summary>
public sealed class DiscoveryDocumentTests
{
    const string Issuer = "https://idp.example/tenant";

    static DiscoveryAnswer Read(string json, string issuer = Issuer, string? mediaType = null) => DiscoveryDocument.Read(Encoding.UTF8.GetBytes(json), issuer, mediaType);

    static string Document(string more = "", string issuer = Issuer) => $$"""{"issuer":"{{issuer}}","jwks_uri":"https://keys.example/jwks"{{more}}}""";

    [Fact]
    public void What_a_provider_says_of_itself_is_read()
    {
        var metadata = Read(Document("""
            ,"authorization_endpoint":"https://idp.example/auth?x=1","token_endpoint":"https://idp.example/token","userinfo_endpoint":"https://idp.example/me",
            "end_session_endpoint":"https://idp.example/bye","token_endpoint_auth_methods_supported":["client_secret_post",7],
            "id_token_signing_alg_values_supported":["RS256","none"],"authorization_response_iss_parameter_supported":true,"and":{"more":[1]}
            """)).Metadata!;
        Assert.Equal((Issuer, "https://keys.example/jwks", "https://idp.example/auth?x=1", "https://idp.example/token", "https://idp.example/me", "https://idp.example/bye", true),
            (metadata.Issuer, metadata.JwksUri, metadata.AuthorizationEndpoint, metadata.TokenEndpoint, metadata.UserInfoEndpoint, metadata.EndSessionEndpoint, metadata.SendsIssuer));
        Assert.Equal(["client_secret_post"], metadata.AuthMethods);
        Assert.Equal(["RS256", "none"], metadata.IdTokenAlgorithms);
    }

    [Fact]
    public void A_document_of_an_issuer_that_only_signs_is_enough()
    {
        var metadata = Read(Document()).Metadata!;
        Assert.Null(metadata.AuthorizationEndpoint);
        Assert.False(metadata.SendsIssuer);
        Assert.Equal(["client_secret_basic"], metadata.AuthMethods);
    }

    [Theory]
    [InlineData("https://idp.example/tenant/")]
    [InlineData("https://idp.example/Tenant")]
    [InlineData("http://idp.example/tenant")]
    [InlineData("https://idp.example")]
    [InlineData("")]
    public void A_document_of_another_issuer_is_nobodys(string named) => Assert.Equal(DiscoveryProblem.IssuerDiffers, Read(Document(issuer: named)).Problem);

    [Theory]
    [InlineData("{}", DiscoveryProblem.IssuerDiffers)]
    [InlineData("""{"issuer":["https://idp.example/tenant"]}""", DiscoveryProblem.IssuerDiffers)]
    [InlineData("""{"issuer":"https://idp.example/tenant"}""", DiscoveryProblem.EndpointMalformed)]
    [InlineData("""{"issuer":"https://idp.example/tenant","jwks_uri":7}""", DiscoveryProblem.EndpointMalformed)]
    [InlineData("""{"issuer":"https://idp.example/tenant","jwks_uri":"/jwks"}""", DiscoveryProblem.EndpointMalformed)]
    [InlineData("""{"issuer":"https://idp.example/tenant","jwks_uri":"https://k.example/","token_endpoint":"javascript:alert(1)"}""", DiscoveryProblem.EndpointMalformed)]
    [InlineData("""{"issuer":"https://evil.example","issuer":"https://idp.example/tenant","jwks_uri":"https://k.example/"}""", DiscoveryProblem.NotJson)]
    [InlineData("[]", DiscoveryProblem.NotJson)]
    [InlineData("", DiscoveryProblem.NotJson)]
    [InlineData(" <html>", DiscoveryProblem.HtmlPage)]
    public void What_is_no_such_document_says_why(string json, DiscoveryProblem expected)
    {
        var answer = Read(json);
        Assert.Equal(expected, answer.Problem);
        Assert.Null(answer.Metadata);
    }

    [Theory]
    [InlineData("authorization_endpoint")]
    [InlineData("end_session_endpoint")]
    [InlineData("token_endpoint")]
    public void Nobody_is_sent_on_in_the_clear_by_an_issuer_that_was_asked_over_https(string name)
    {
        var answer = Read(Document($",\"{name}\":\"http://idp.example/x\""));
        Assert.Equal((DiscoveryProblem.EndpointMalformed, $"{name} must use https, as the issuer does"), (answer.Problem, answer.Detail));
        // An operator may have listed one that speaks http, as in a test.
        const string local = "http://localhost:9000";
        Assert.NotNull(Read(Document($",\"{name}\":\"http://localhost:9000/x\"", local), local).Metadata);
    }

    [Fact]
    public void A_page_is_known_by_its_media_type_too() => Assert.Equal(DiscoveryProblem.HtmlPage, Read(Document(), mediaType: "text/html").Problem);

    [Theory]
    [InlineData("https://idp.example", "https://idp.example/.well-known/openid-configuration")]
    [InlineData("https://idp.example/", "https://idp.example/.well-known/openid-configuration")]
    [InlineData("https://idp.example/a/b/", "https://idp.example/a/b/.well-known/openid-configuration")]
    public void The_address_is_below_the_issuer(string issuer, string url) => Assert.Equal(url, DiscoveryDocument.UrlOf(issuer));
}
