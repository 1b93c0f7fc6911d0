using System.Net.Http.Headers;
using System.Text;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Http;

/// <summary>Tells the redactor of every credential that passes to or from Azure, whichever way of signing in it belongs to.</summary>
/// <remarks>All of them end up in a request or an answer; so none can be forgotten here when a way of signing in is added.</remarks>
internal sealed class CredentialRedactionHandler(Redactor redactor, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly string[] SentFields = ["client_secret", "client_assertion", "assertion", "refresh_token", "password"];

    private static readonly string[] AnswerFields = ["access_token", "id_token", "refresh_token", "oidcToken"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Register(request.Headers.Authorization);
        if (request.Content?.Headers.ContentType?.MediaType == "application/x-www-form-urlencoded")
            RegisterForm(await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            RegisterAnswer(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }

        return response;
    }

    private void Register(AuthenticationHeaderValue? authorization)
    {
        redactor.Register(authorization?.Parameter);
        var decoded = new byte[authorization?.Parameter?.Length ?? 0];
        if (
            authorization is { Scheme: "Basic", Parameter: { } basic }
            && Convert.TryFromBase64String(basic, decoded, out var length)
            && Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2) is [_, var password]
        )
            redactor.Register(Uri.UnescapeDataString(password));
    }

    private void RegisterForm(string form)
    {
        foreach (var field in form.Split('&').Select(field => field.Split('=', 2)))
            if (field.Length == 2 && SentFields.Contains(field[0]))
                redactor.Register(Uri.UnescapeDataString(field[1].Replace('+', ' ')));
    }

    private void RegisterAnswer(string text)
    {
        try
        {
            // A GitHub job's token is in the field "value", as a vault's secret is, which the vault's reader registers.
            if (JToken.Parse(text) is JObject answer)
                foreach (var field in AnswerFields.Select(name => answer[name]).Append(answer["value"]).OfType<JValue>())
                    if (field.Value is string token && (field.Path != "value" || SecretPatterns.IsIn(token)))
                        redactor.Register(token);
        }
        catch (JsonException)
        {
            // Whoever asked will say that this is no answer.
        }
    }
}
