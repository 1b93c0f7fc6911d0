using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Says which files an export must leave to their authors.</summary>
internal sealed class FileOwnership(DeploymentEnvironment environment, ExportRequest request)
{
    /// <summary>A file with variables serves several environments, and an export knows only one of them.</summary>
    private static readonly string[] Variables = ["${var.", "${env.", "${git."];

    /// <summary>Whether a file that differs is left to its author, with a warning that says why.</summary>
    /// <param name="raw">The file as it is written.</param>
    /// <param name="texts">What of the declaration stands in files beside it.</param>
    public bool IsLeft(ExportDraft draft, Declaration existing, JObject? raw, IReadOnlyList<FieldText> texts)
    {
        if (KeepReason(existing, raw, texts) is not { } reason)
            return false;

        string[] files = [existing.File, .. texts.Select(text => text.File)];
        var stay = files.Length == 1 ? "stays as it is" : "stay as they are";
        draft.Warn("EXP006", $"differs from the workspace, and {string.Join(" and ", files)} {stay}, because {reason}");
        return true;
    }

    private string? KeepReason(Declaration existing, JObject? raw, IReadOnlyList<FieldText> texts)
    {
        var (them, theyAre) = texts.Count == 0 ? ("it", "it is") : ("them", "they are");
        return
            (SourceReason(raw) ?? TextReason(texts)) is { } source ? $"{source}. Change {them} by hand, or delete {them} and export again."
            : ReshapingReason(existing) is { } reshaping
                ? $"{reshaping}. Change {them} by hand, or export from an environment that takes {them} as {theyAre}."
            : null;
    }

    private static string? TextReason(IReadOnlyList<FieldText> texts) =>
        texts.FirstOrDefault(text => HasVariable(text.Text)) is { } text ? $"{text.File} holds variables" : null;

    /// <summary>What one environment changes in a declaration must not get into the file, which is for all environments.</summary>
    private string? ReshapingReason(Declaration existing)
    {
        if (!request.Declared.Reshaped.Contains(existing.File))
            return null;

        string?[] all =
        [
            environment.NamePrefix.Length > 0 ? "name_prefix" : null,
            environment.Overlays is null ? null : "overlays",
            environment.AssetTags is null ? null : "asset_tags",
            environment.PipelineDevelopment is null ? null : "pipeline_development",
            environment.MappingsFile is null ? null : "mappings",
        ];
        var used = all.OfType<string>().ToList();
        var one = used.Count > 1 ? "one of " : "";
        return used.Count == 0 ? null : $"{environment.Name} makes something else of it (by {one}{string.Join(", ", used)})";
    }

    private static string? SourceReason(JObject? raw) =>
        raw is null ? null
        : raw["template"] is not null ? "it is made from a template"
        : raw.Descendants().OfType<JValue>().Any(value => value.Value is string text && HasVariable(text)) ? "it holds variables"
        : null;

    private static bool HasVariable(string text) => Variables.Any(variable => text.Contains(variable, StringComparison.Ordinal));
}
