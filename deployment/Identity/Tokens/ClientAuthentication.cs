using Microsoft.Identity.Client;

namespace Layercake.Identity.Tokens;

/// <summary>What an application shows Microsoft Entra to prove who it is. Its text form never shows a secret.</summary>
public abstract class ClientAuthentication
{
    /// <summary>What it is and where it came from, for messages: <c>the secret from spn-key in vault https://…</c>.</summary>
    public abstract string Description { get; }

    /// <summary>What an answer might echo and nobody may read; null when there is no such thing.</summary>
    internal virtual string? Secret => null;

    internal abstract ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder application);

    /// <summary>What to do when Entra did not take it; null when the number says nothing about the proof.</summary>
    internal abstract string? Advice(int code, string clientId);

    public override string ToString() => Description;
}

/// <summary>A client secret.</summary>
/// <param name="source">Where it came from: <c>spn-key in vault https://…</c>. Never the secret.</param>
public sealed class ClientSecretAuthentication(string secret, string source) : ClientAuthentication
{
    public override string Description => $"the secret from {source}";

    internal override string? Secret => secret;

    internal override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder application) =>
        application.WithClientSecret(secret);

    internal override string? Advice(int code, string clientId) =>
        code switch
        {
            7000215 => $"The secret comes from {source}; put the current value there.",
            7000222 => $"The secret comes from {source}; make a new one for the application and put its value there.",
            _ => null,
        };
}
