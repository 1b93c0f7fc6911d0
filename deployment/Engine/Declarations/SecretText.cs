using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>A text of a declaration, split at its references: <c>jdbc:…;password=${secret.db-password}</c>.</summary>
/// <remarks>
/// <c>$${</c> stands for the characters <c>${</c>. Every other <c>${…}</c> and every <c>{{…}}</c> is sent as it is.
/// </remarks>
internal sealed class SecretText
{
    private const string Escape = "$${";

    private readonly List<(string Written, string Sent, SecretReference? Reference)> parts = [];

    private SecretText(string text) => Written = text;

    public string Written { get; }

    public IEnumerable<SecretReference> References => parts.Select(part => part.Reference).OfType<SecretReference>();

    public bool HasReferences => parts.Exists(part => part.Reference is not null);

    /// <summary>The text has the opening of a reference without the closing brace.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Null for a text that is sent as it is written.</summary>
    public static SecretText? Parse(string text)
    {
        if (!text.Contains(Escape, StringComparison.Ordinal) && !text.Contains(SecretReference.Opening, StringComparison.Ordinal))
            return null;

        var parsed = new SecretText(text);
        parsed.Split(text);
        return parsed;
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static SecretText? Of(JToken? token) => token is JValue { Value: string text } ? Parse(text) : null;

    /// <summary>Whether a value holds a reference to a secret, be it one whose closing brace is missing.</summary>
    public static bool HasReference(JToken value) => Of(value) is { HasReferences: true } or { IsUnfinished: true };

    /// <summary>Every text of a document that is not sent as it is written.</summary>
    public static IEnumerable<(JValue Token, SecretText Text)> In(JToken document) =>
        ((document as JContainer)?.Descendants() ?? [document])
            .OfType<JValue>()
            .Select(token => (token, Of(token)))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.token, pair.Item2!));

    /// <summary>Whether a document has any text that is not sent as it is written.</summary>
    public static bool IsIn(JObject document) => In(document).Any();

    /// <summary>A text as it is sent; as it is written where that is not known without its secrets.</summary>
    public static string Plain(string text) => Parse(text) is { HasReferences: false } parsed ? parsed.Sent(_ => "") : text;

    /// <summary>The document as it is sent, with each reference as it is written.</summary>
    public static JObject Shown(JObject document) => Shown(document, reference => reference.ToString());

    /// <summary>The document as it is sent and as a plan shows it, with an id in the place of each secret.</summary>
    /// <remarks>
    /// What the workspace holds stands beside it as it is: there <c>$${</c> are three characters, and no escape.
    /// </remarks>
    public static JObject Shown(JObject document, Func<SecretReference, string> id)
    {
        if (!IsIn(document))
            return document;

        var copy = (JObject)document.DeepClone();
        foreach (var (token, text) in In(copy).ToList())
            token.Value = text.HasReferences ? text.Shown(id) : Plain(text.Written);

        return copy;
    }

    /// <summary>The text as it is sent.</summary>
    public string Sent(Func<SecretReference, string> value) =>
        string.Concat(parts.Select(part => part.Reference is { } reference ? value(reference) : part.Sent));

    /// <summary>The text as a plan shows it.</summary>
    public string Shown(Func<SecretReference, string> id) =>
        string.Concat(parts.Select(part => part.Reference is { } reference ? $"${{{id(reference)}}}" : part.Written));

    private void Split(string text)
    {
        var plain = new StringBuilder();
        for (var position = 0; position < text.Length;)
        {
            var rest = text.AsSpan(position);
            if (rest.StartsWith(Escape))
            {
                Flush();
                parts.Add((Escape, "${", null));
                position += Escape.Length;
            }
            else if (rest.StartsWith(SecretReference.Opening) && rest.IndexOf('}') is > 0 and var end)
            {
                Flush();
                parts.Add(("", "", SecretReference.Parse(rest[SecretReference.Opening.Length..end].ToString())));
                position += end + 1;
            }
            else
            {
                IsUnfinished |= rest.StartsWith(SecretReference.Opening);
                plain.Append(text[position++]);
            }
        }

        Flush();

        void Flush()
        {
            if (plain.Length > 0)
                parts.Add((plain.ToString(), plain.ToString(), null));

            plain.Clear();
        }
    }
}
