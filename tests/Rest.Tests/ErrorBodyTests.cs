using System.Text;

namespace Layercake.Rest.Tests;

public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData(404, """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}""", "RESOURCE_DOES_NOT_EXIST", "gone")]
    [InlineData(403, """{"error_code":403,"message":"Invalid access token."}""", "403", "Invalid access token.")]
    [InlineData(400, """{"errorCode":"E0001","errorSummary":"summary"}""", "E0001", "summary")]
    [InlineData(500, """{"error":"ContextNotFound"}""", "INTERNAL_SERVER_ERROR", "ContextNotFound")]
    [InlineData(401, """{"error":"invalid_client","error_description":"wrong secret"}""", "INVALID_CLIENT", "wrong secret")]
    [InlineData(400, """{"error":{"code":"BadThing","message":"nested"}}""", "BadThing", "nested")]
    [InlineData(
        409,
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"taken","status":"409","scimType":"uniqueness"}""",
        "SCIM_409",
        "uniqueness taken"
    )]
    [InlineData(
        500,
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"null","status":"500"}""",
        "SCIM_500",
        "an internal error of the SCIM API"
    )]
    [InlineData(400, "MALFORMED_REQUEST: Cannot parse request body: {", "MALFORMED_REQUEST", "Cannot parse request body: {")]
    [InlineData(502, "<html><head><title>502 Bad Gateway</title></head></html>", "BAD_GATEWAY", "502 Bad Gateway")]
    [InlineData(
        403,
        "<html><title>x</title><body><pre>    Invalid &amp; old\n token</pre></body></html>",
        "FORBIDDEN",
        "Invalid & old token"
    )]
    [InlineData(503, "upstream connect error", "SERVICE_UNAVAILABLE", "upstream connect error")]
    [InlineData(404, "", "NOT_FOUND", "NotFound")]
    [InlineData(400, """{"error_code":"","message":null}""", "BAD_REQUEST", "BadRequest")]
    [InlineData(400, """["a list"]""", "BAD_REQUEST", """["a list"]""")]
    public void Each_shape_gives_a_code_and_words(int status, string body, string code, string message) =>
        Assert.Equal(new ErrorBody(code, message), ErrorBody.Parse(status, null, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_reason_phrase_serves_when_there_is_no_body() =>
        Assert.Equal(new ErrorBody("TOO_MANY_REQUESTS", "Too Many Requests"), ErrorBody.Parse(429, "Too Many Requests", []));

    [Fact]
    public void An_unreadable_body_is_cut_at_four_kilobytes() =>
        Assert.Equal(4097, ErrorBody.Cut(ErrorBody.Parse(500, null, Encoding.UTF8.GetBytes(new string('x', 100_000))).Message).Length);
}
