using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>An asset as Git declares it.</summary>
public sealed record Declaration
{
    /// <summary>The folder it came from: <c>clusters</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What identifies it within its kind: the value of the name field, or a file's path below the kind's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Relative to the assets' root, with forward slashes: <c>clusters/etl.json</c>.</summary>
    public required string File { get; init; }

    /// <summary>
    /// JSON kinds: the document as written, its tokens carrying line information.
    /// File kinds: what identifies the content, <c>{"content":"sha256:…"}</c> and what else the kind adds.
    /// </summary>
    public required JObject Content { get; init; }

    /// <summary>The file's full path on this machine.</summary>
    public required string FullPath { get; init; }

    /// <summary>The assets that this is a part of, or about: it is selected with any of them. Empty for an asset of its own.</summary>
    public IReadOnlyList<string> BelongsTo { get; init; } = [];

    /// <summary>It stands for a part that was deployed and that no file has any more: it takes back what was given.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary><c>clusters.etl</c></summary>
    public string Asset => AssetId.Of(Kind, Name);

    /// <summary>Where a part of the declaration really stands: in its file, in a template, or in the environment's file.</summary>
    public SourceLocation PlaceOf(JToken? token) => SourceLocation.Of(token, File);

    /// <summary>A finding about a part of the declaration, or about all of it when that is null.</summary>
    public Finding At(JToken? token, string code, string message, Severity severity = Severity.Error) =>
        PlaceOf(token).Finding(code, message, Asset, severity);
}
