using System.Runtime.CompilerServices;
using Layercake.Engine.Applying;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>
/// Moves every field of clusters and jobs between absent, one value and another, edits it by hand and exports it, and compares the verdicts
/// with <c>fields.txt</c>. <c>LAYERCAKE_ACCEPT=1</c> writes that file anew, to be read before it is committed.
/// </summary>
public sealed class FieldCatalogueTests : IAsyncLifetime
{
    private readonly FieldVerdicts verdicts = new();
    private readonly List<CatalogueField> fields = [.. All()];
    private TestWorkspace workspace = null!;
    private IReadOnlyDictionary<string, string> ids = new Dictionary<string, string>();

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Every_field_is_planned_applied_removed_exported_and_its_hand_edits_are_seen()
    {
        await HasWhatIsReferredToAsync();
        WrongTypes();
        Declare(field => field.Declaration(null));
        await workspace.DeployAsync();
        ids = await IdsAsync();

        await EditAsync(1);
        await SeeAsync("edit");
        await ExportAsync();
        Declare(field => field.Declaration(null));
        await workspace.DeployAsync();

        await MoveAsync("set", field => field.Declaration(field.Value(0)));
        await MoveAsync("change", field => field.Declaration(field.Value(1)));
        await EditAsync(0);
        await SeeAsync("edit again");
        await MoveAsync("remove", field => field.Declaration(null));

        verdicts.Compare(Path.Combine(Path.GetDirectoryName(ThisFile())!, "fields.txt"), fields);
    }

    /// <summary>Not the fields that a job has only where it is a task itself: they are those of <c>tasks[*]</c>.</summary>
    private static IEnumerable<CatalogueField> All()
    {
        var clusters = CatalogueField.Leaves(ClusterSchema.AllPurpose).Select(steps => ("clusters", steps));
        var jobs = CatalogueField
            .Leaves(JobSchema.Job)
            .Where(steps => !JobShape.MovesIntoTask(steps[0].Name) && !TaskSchema.Kinds.Names.Contains(steps[0].Name))
            .Select(steps => ("jobs", steps));
        return clusters
            .Concat(jobs)
            .Where(leaf => leaf.steps is not [{ Name: "cluster_name" or "name" }])
            .Select((leaf, at) => new CatalogueField(leaf.Item1, $"field-{at:000}", leaf.steps));
    }

    private async Task HasWhatIsReferredToAsync()
    {
        foreach (var name in new[] { "one", "two" })
        {
            workspace.With($"clusters/{name}.json", Samples.Cluster(name)).With($"jobs/{name}.json", Samples.Job(name, "", "\"max_retries\": 0"));
            await workspace.Cloud.PostAsync(
                "/api/2.0/instance-pools/create",
                JObject.Parse($$"""{ "instance_pool_name": "{{name}}", "node_type_id": "Standard_D4ds_v5" }""")
            );
            await workspace.Cloud.PostAsync(
                "/api/2.0/policies/clusters/create",
                JObject.Parse($$"""{ "name": "{{name}}", "definition": "{}" }""")
            );
            await workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse($$"""{ "name": "{{name}}", "cluster_size": "Small" }"""));
            await workspace.Cloud.PostAsync("/api/2.0/pipelines", JObject.Parse($$"""{ "name": "{{name}}", "libraries": [] }"""));
        }
    }

    private void Declare(Func<CatalogueField, JObject> declaration)
    {
        foreach (var field in fields)
            workspace.With(field.File, declaration(field).ToString());
    }

    private void WrongTypes()
    {
        Declare(field => field.WrongValue() is { } wrong ? field.Declaration(wrong) : field.Declaration(null));
        var findings = workspace.Check();
        foreach (var field in fields)
            verdicts.Add(
                field,
                "type",
                field.WrongValue() is null ? "unchecked"
                    : findings.Any(finding => finding.StartsWith(field.File, StringComparison.Ordinal) && finding.Contains("error FLD002", StringComparison.Ordinal))
                        ? "error"
                    : findings.Any(finding => finding.StartsWith(field.File, StringComparison.Ordinal) && finding.Contains("FLD003", StringComparison.Ordinal))
                        ? "warning"
                    : "accepted"
            );
    }

    private async Task<IReadOnlyDictionary<string, string>> IdsAsync()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var clusters = await workspace.Cloud.GetAsync("/api/2.0/clusters/list");
        foreach (var cluster in clusters["clusters"]!)
            found[$"clusters.{cluster["cluster_name"]}"] = (string)cluster["cluster_id"]!;

        for (string? token = ""; token is not null; )
        {
            var page = await workspace.Cloud.GetAsync($"/api/2.2/jobs/list?limit=100&page_token={token}");
            foreach (var job in page["jobs"]!)
                found[$"jobs.{job["settings"]!["name"]}"] = (string)job["job_id"]!;

            token = (string?)page["next_page_token"] is { Length: > 0 } next ? next : null;
        }

        return found;
    }

    /// <summary>Sets the fields as people do, by the service's own interface.</summary>
    private Task EditAsync(int which) =>
        Parallel.ForEachAsync(
            fields,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (field, _) =>
            {
                var id = ids[$"{field.Kind}.{field.Asset}"];
                var settings = field.Declaration(field.Value(which));
                if (field.Kind == "jobs")
                {
                    var body = new JObject { ["job_id"] = long.Parse(id, null), ["new_settings"] = settings };
                    await workspace.Cloud.PostAsync("/api/2.2/jobs/reset", body);
                    return;
                }

                settings["cluster_id"] = id;
                await workspace.Cloud.PostAsync("/api/2.1/clusters/edit", settings);
            }
        );

    private async Task ExportAsync()
    {
        await workspace.ExportAsync("clusters", "jobs");
        foreach (var field in fields)
        {
            var exported = JObject.Parse(workspace.Text(field.File));
            verdicts.Add(field, "export", PathPattern.Find(exported, field.Pattern).Any() ? "ok" : "left out");
        }
    }

    /// <summary>Deploys other values; a second plan must be empty.</summary>
    private async Task MoveAsync(string move, Func<CatalogueField, JObject> declaration)
    {
        var before = fields.ToDictionary(field => field, field => workspace.Text(field.File));
        Declare(declaration);
        var planned = await workspace.TryPlanAsync();
        foreach (var field in fields)
            if (planned.Findings.FirstOrDefault(one => one.Severity == Engine.Declarations.Severity.Error && one.File == field.File) is { } refused)
            {
                verdicts.Add(field, move, $"refused {refused.Code}");
                workspace.With(field.File, before[field]);
            }

        planned = await workspace.TryPlanAsync();
        See(move, planned.Plan, drift: false);
        var outcome = await workspace.TryDeployAsync();
        foreach (var failed in outcome.Changes.Where(change => change.Status != ChangeStatus.Done))
            verdicts.Replace(failed.Change.Asset, move, $"{failed.Status}: {failed.Message}", fields);

        foreach (var again in (await workspace.PlanAsync()).Writes)
            verdicts.Replace(again.Asset, move, $"again {string.Join(' ', again.Fields.Select(one => one.Path))}", fields);
    }

    private async Task SeeAsync(string move) => See(move, await workspace.PlanAsync(), drift: true);

    private void See(string move, Plan plan, bool drift)
    {
        var changes = plan.Writes.ToDictionary(change => change.Asset, StringComparer.Ordinal);
        foreach (var field in fields)
            verdicts.Add(field, move, Seen(field, changes.GetValueOrDefault($"{field.Kind}.{field.Asset}"), drift));
    }

    private static string Seen(CatalogueField field, Change? change, bool drift)
    {
        if (change is null)
            return "nothing";
        if (change.Action != ChangeAction.Update)
            return change.Action.ToString();

        var seen = change.Fields.FirstOrDefault(one => IsOn(FieldPath.Pattern(one.Path), field.ComparedPattern));
        return seen is null ? $"elsewhere {string.Join(' ', change.Fields.Select(one => one.Path))}"
            : seen.Drift != drift ? "wrong cause"
            : "ok";
    }

    private static bool IsOn(string planned, string pattern) =>
        planned == pattern
        || planned.StartsWith(pattern + ".", StringComparison.Ordinal)
        || pattern.StartsWith(planned + ".", StringComparison.Ordinal)
        || pattern.StartsWith(planned + "[", StringComparison.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
