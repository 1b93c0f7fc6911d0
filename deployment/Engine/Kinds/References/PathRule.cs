using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>A field that holds the name of a declared file in Git, and the file's path in the workspace.</summary>
/// <param name="Kind">The kind whose declarations have the field.</param>
/// <param name="Path">The path of the field, with <c>[*]</c> for every entry of a list.</param>
/// <param name="To">The kind of the file.</param>
/// <param name="Missing">The code of the finding for a name that no file has.</param>
internal sealed record PathRule(string Kind, string Path, string To, string Missing, PathForm Form)
{
    /// <summary>The values of this field in a declaration that are names of files.</summary>
    public IEnumerable<JValue> NamesIn(JObject declaration) =>
        PathPattern
            .Find(declaration, Path)
            .OfType<JValue>()
            .Where(value => value.Value is string text && Form.IsName(declaration, value, text));
}

/// <summary>How a field spells the path of a file.</summary>
internal abstract class PathForm
{
    /// <summary>Text with the path. Some fields want it with <c>/Workspace</c>, some without.</summary>
    public static PathForm Text(string prefix) => new PrefixedText(prefix);

    /// <summary>An object with the kind of storage and the path: <c>{"workspace":{"destination":"/Shared/init/install.sh"}}</c>.</summary>
    public static PathForm InitScript { get; } = new StorageEntry();

    /// <summary>Whether this text, in the place of the token, is a name in Git and not a value for the service.</summary>
    public abstract bool IsName(JObject declaration, JToken token, string text);

    /// <summary>What the service gets for a path.</summary>
    public abstract JToken Placed(string path);

    /// <summary>The path in what the service holds; null when it holds none.</summary>
    public abstract string? PathIn(JToken token);

    private sealed class PrefixedText(string prefix) : PathForm
    {
        /// <remarks>The service takes relative paths only from the job's Git repository.</remarks>
        public override bool IsName(JObject declaration, JToken token, string text) =>
            text.Length > 0
            && text[0] != '/'
            && !text.Contains(':', StringComparison.Ordinal)
            && !text.StartsWith("{{", StringComparison.Ordinal)
            && ((token.Parent?.Parent?["source"] as JValue)?.Value as string
                ?? (declaration["git_source"] is JObject ? "GIT" : "WORKSPACE")) == "WORKSPACE";

        public override JToken Placed(string path) => prefix + WorkspacePath.Plain(path);

        public override string? PathIn(JToken token) => (token as JValue)?.Value as string;
    }

    private sealed class StorageEntry : PathForm
    {
        /// <remarks>The service takes no plain text here.</remarks>
        public override bool IsName(JObject declaration, JToken token, string text) => true;

        public override JToken Placed(string path) => InitScriptReference.Entry(path);

        public override string? PathIn(JToken token) =>
            (((token as JObject)?.Properties().FirstOrDefault()?.Value as JObject)?["destination"] as JValue)?.Value as string;
    }
}
