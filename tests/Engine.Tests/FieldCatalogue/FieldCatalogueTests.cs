using System.Runtime.CompilerServices;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>
/// Compares every field of clusters and jobs, absent and with two values, as a plan and an export do, and the verdicts with
/// <c>fields.txt</c>. <c>LAYERCAKE_ACCEPT=1</c> writes that file anew, to be read before it is committed.
/// </summary>
/// <remarks>The rules alone are tried here. What the service makes of a write is not.</remarks>
public sealed class FieldCatalogueTests
{
    private const string Planned = "planned";
    private const string Nothing = "nothing";

    private static readonly JsonKind Clusters = new ClusterKind();
    private static readonly JsonKind Jobs = new JobKind();

    private static readonly List<CatalogueField> Fields = [.. All()];

    [Fact]
    public void Every_field_is_planned_when_it_is_set_changed_removed_or_edited_by_hand_and_exported()
    {
        var table = string.Concat(Fields.Select(field => $"{Line(field)}\n"));
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "fields.txt");
        if (Environment.GetEnvironmentVariable("LAYERCAKE_ACCEPT") == "1")
            File.WriteAllText(file, table);

        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), table);
        Assert.DoesNotContain("(no reason)", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_a_wrong_type_is_an_error_before_anything_is_asked()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        var wrong = Fields.Where(field => field.WrongValue() is not null).ToList();
        foreach (var field in wrong)
            workspace.With(field.File, field.Declaration(field.WrongValue()).ToString());

        var refused = workspace
            .Check()
            .Where(finding => finding.Contains(": error FLD002: ", StringComparison.Ordinal))
            .Select(finding => finding[..finding.IndexOf('(', StringComparison.Ordinal)])
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(wrong.Where(field => !refused.Contains(field.File)).Select(field => $"{field.Kind} {field.Pattern}"));
    }

    /// <summary>Not what a job has only where it is a task itself: those are fields of <c>tasks[*]</c> too. Not the name.</summary>
    private static IEnumerable<CatalogueField> All()
    {
        var clusters = CatalogueField.Leaves(Clusters.Rules.Schema).Select(steps => (Kind: "clusters", Steps: steps));
        var jobs = CatalogueField
            .Leaves(Jobs.Rules.Schema)
            .Where(steps => !JobShape.MovesIntoTask(steps[0].Name) && !TaskSchema.Kinds.Names.Contains(steps[0].Name))
            .Select(steps => (Kind: "jobs", Steps: steps));
        return clusters
            .Concat(jobs)
            .Where(leaf => leaf.Steps is not [{ Name: "cluster_name" or "name" }])
            .Select((leaf, at) => new CatalogueField(leaf.Kind, $"field-{at:000}", leaf.Steps));
    }

    private static string Line(CatalogueField field)
    {
        var (none, one, two) = (field.Declaration(null), field.Declaration(field.Value(0)), field.Declaration(field.Value(1)));
        (string Move, string Verdict)[] moves =
        [
            ("set", Seen(field, one, none, none, none)),
            ("change", Seen(field, two, one, one, one)),
            ("remove", Seen(field, none, two, two, two)),
            ("edit of none", Seen(field, none, two, none, none)),
            ("edit", Seen(field, two, one, two, two)),
            ("export", Exported(field, two)),
        ];
        var verdicts = moves.Select(move =>
            move.Verdict == Planned ? $"{move.Move} ok" : $"{move.Move} {move.Verdict} ({Reason(field, move)})"
        );
        return $"{field.Kind} {field.Pattern}: {string.Join(", ", verdicts)}";
    }

    private static string Seen(CatalogueField field, JObject wanted, JObject live, JObject declared, JObject baseline)
    {
        var rules = Kind(field).Rules;
        var last = new LastDeployed(declared, Returned(field, baseline));
        var change = FieldDiff
            .Between(wanted, Returned(field, live), last, rules)
            .FirstOrDefault(change => IsOn(FieldPath.Pattern(change.Path), field.ComparedPattern));
        var isEdit = JToken.DeepEquals(wanted, declared);
        return change is null ? Nothing
            : change.KeptBecause is not null ? "refused"
            : change.Drift != isEdit ? "of another cause"
            : Planned;
    }

    private static string Exported(CatalogueField field, JObject state)
    {
        var live = new LiveAsset
        {
            Name = field.Asset,
            Id = "1",
            State = Returned(field, state),
        };
        var exported = UnreturnedFields.WithInputOnly(Kind(field).ToDeclaration(live, []), state, Kind(field).Rules);
        return PathPattern.Find(exported, field.Pattern).Any() ? Planned : "left out";
    }

    /// <summary>What the service shows of what it was sent.</summary>
    private static JObject Returned(CatalogueField field, JObject sent) =>
        field.Schema.Behaviour?.Behaviour == FieldBehaviour.InputOnly ? field.Declaration(null) : sent;

    private static string Reason(CatalogueField field, (string Move, string Verdict) of)
    {
        var removal = field.Steps.Select(step => step.Field.Removal).FirstOrDefault(removal => removal is not null);
        var rule = field.Steps.Select(step => step.Field.Behaviour).LastOrDefault(rule => rule is not null);
        return removal is not null && of.Move == "remove" ? removal.Because
            : of.Move == "set" && field.Value(0) is JValue { Value: false } ? "false is the same as none"
            : rule?.Because
                ?? (of.Move == "export" && field.Schema.ExportDefaults is not null ? "the value is the default" : "no reason");
    }

    private static bool IsOn(string planned, string pattern) =>
        planned == pattern
        || planned.StartsWith(pattern + ".", StringComparison.Ordinal)
        || planned.StartsWith(pattern + "[", StringComparison.Ordinal)
        || pattern.StartsWith(planned + ".", StringComparison.Ordinal)
        || pattern.StartsWith(planned + "[", StringComparison.Ordinal);

    private static JsonKind Kind(CatalogueField field) => field.Kind == "clusters" ? Clusters : Jobs;

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
