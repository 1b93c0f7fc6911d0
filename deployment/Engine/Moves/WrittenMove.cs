using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Moves;

/// <summary>One entry of the file as it is written there.</summary>
internal sealed record WrittenMove(AssetId From, AssetId To, JObject Entry)
{
    /// <param name="field">The field that is wrong; null for the whole entry.</param>
    public Finding At(string? field, string code, string message, Severity severity = Severity.Error) =>
        SourceLocation
            .Of(field is null ? Entry : Entry.Property(field), MoveFile.Path)
            .Finding(code, $"{Entry.Path}{(field is null ? "" : $".{field}")}: {message}", severity: severity);
}
