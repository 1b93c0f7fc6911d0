using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>A field and its verdicts as a line of the table, with the reason of each that is not the rule.</summary>
internal static class CatalogueLine
{
    public const string NoReason = "(no reason)";

    private const string FalseIsNone = "false is the same as none";
    private const string Between = "  ";

    private static readonly string[] NeedNoReason = [Verdicts.Applied, Verdicts.Gone, Verdicts.Drift];

    public static string Of(CatalogueField field, IReadOnlyList<MoveVerdict> verdicts) =>
        $"{Head(field)}{Between}{string.Join(' ', verdicts.Select(verdict => Cell(field, verdict)))}";

    public static string Head(CatalogueField field) =>
        $"{field.Form.Title} {field.Pattern}{(field.StartsAtSecond ? " (the other value first)" : "")}";

    public static string HeadOf(string line) => line[..line.IndexOf(Between, StringComparison.Ordinal)];

    public static string VerdictsIn(string line) => line[line.IndexOf(Between, StringComparison.Ordinal)..];

    /// <summary>The fields that no deployment moves.</summary>
    public static IEnumerable<string> OfNotMoved(CatalogueForm form)
    {
        var schema = form.Described.Rules.Schema;
        return
        [
            $"{form.Title} {form.Described.NameField}{Between}another object (objects are found by their names)",
            .. schema.RefusedNames.Select(name => $"{form.Title} {name}{Between}{Verdicts.Refused} FLD007 ({schema.Field(name)!.Refusal})"),
            .. schema.ReadOnlyNames.Select(name => $"{form.Title} {name}{Between}neither sent nor compared (the service sets it)"),
        ];
    }

    private static string Cell(CatalogueField field, MoveVerdict verdict) =>
        NeedNoReason.Contains(verdict.Word)
            ? $"{verdict.Move}:{verdict.Word}"
            : $"{verdict.Move}:{verdict.Word} {(Reason(field, verdict) is { } reason ? $"({reason})" : NoReason)}";

    private static string? Reason(CatalogueField field, MoveVerdict verdict) =>
        verdict.Word switch
        {
            Verdicts.Default or Verdicts.Unreturned or Verdicts.Unseen => field.Rule?.Because,
            Verdicts.Kept or Verdicts.Sent or $"{Verdicts.Refused} FLD008" => field.Removal?.Because,
            Verdicts.Recreated or Verdicts.Impossible or Verdicts.Unmoved when Recreation(field) is { } because => because,
            $"{Verdicts.Refused} JOB016" or Verdicts.Impossible or Verdicts.Same when IsLoopInLoop(field) => "a loop inside a loop",
            Verdicts.Same when IsFalse(field, verdict) => FalseIsNone,
            Verdicts.Same or Verdicts.Unmoved or Verdicts.Ignored => field.Rule?.Because,
            _ => null,
        };

    private static string? Recreation(CatalogueField field) =>
        field
            .Steps.Select(step => step.Field.RecreateBecause ?? step.Field.RecreateAsWholeBecause)
            .LastOrDefault(because => because is not null);

    private static bool IsLoopInLoop(CatalogueField field) => field.Steps.Count(step => step.Name == "for_each_task") > 1;

    private static bool IsFalse(CatalogueField field, MoveVerdict verdict) =>
        verdict.Move == "set" && field.Value(0) is JValue { Value: false };
}
