using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>
/// Moves all fields together, each in an object of its own, through deployments of the real engine to the local cloud: absent, one value,
/// another, absent; and by hand the one in place of the other, and a value where Git has none.
/// </summary>
internal sealed class CatalogueRun(TestWorkspace workspace, SelfAdvancingClock clock, IReadOnlyList<CatalogueField> fields)
{
    private readonly CatalogueCloud cloud = new(workspace);
    private readonly Dictionary<string, JObject> declared = [];

    /// <returns>Of each field the verdicts, in the order of the moves.</returns>
    /// <remarks>The value by hand where Git has none comes first: afterwards, the service may keep what it cannot lose.</remarks>
    public async Task<IReadOnlyDictionary<CatalogueField, IReadOnlyList<MoveVerdict>>> RunAsync()
    {
        var verdicts = fields.ToDictionary(field => field, _ => new List<MoveVerdict>());
        await cloud.SurroundAsync();
        var unset = (await DeployAsync(fields.ToDictionary(field => field.Id, field => field.Declaration(null)))).After;

        await EditAsync("add", field => field.Value(1));
        await MoveAsync("set", field => field.Value(0));
        await MoveAsync("change", field => field.Value(1));
        await EditAsync("edit", field => field.Value(0));
        await MoveAsync("remove", _ => null);
        return verdicts.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<MoveVerdict>)entry.Value);

        async Task MoveAsync(string move, Func<CatalogueField, JToken?> value)
        {
            var deployed = await DeployAsync(fields.ToDictionary(field => field.Id, field => field.Declaration(value(field))));
            foreach (var field in fields)
                verdicts[field].Add(GitMove.Judge(move, field, declared[field.Id], deployed, unset[field.Id]));
        }

        async Task EditAsync(string move, Func<CatalogueField, JToken> value)
        {
            var edits = await EditedAsync(field => field.Declaration(value(field)));
            var plan = await PlanAsync(workspace.Read());
            var planned = ByAsset(plan.Plan);
            var stays = plan.Findings.Where(finding => finding.Code == "FLD008").Select(finding => finding.Asset).ToHashSet();
            var deployed = await DeployAsync(new Dictionary<string, JObject>(declared));
            foreach (var field in fields)
            {
                var verdict =
                    stays.Contains(field.Id) ? new MoveVerdict(move, Verdicts.Kept)
                    : HandEdit.Judge(move, field, edits[field.Id], declared[field.Id], planned[field.Id], deployed, unset[field.Id]);
                verdicts[field].Add(verdict);
            }
        }
    }

    /// <summary>Deploys the declarations that the engine does not refuse; of the others, what was deployed before stays declared.</summary>
    private async Task<DeployedStep> DeployAsync(Dictionary<string, JObject> wanted)
    {
        foreach (var field in fields.Where(field => !JToken.DeepEquals(wanted[field.Id], declared.GetValueOrDefault(field.Id))))
            Write(field, wanted[field.Id]);

        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = workspace.Read();
        if (Refuse(read.Findings))
            read = workspace.Read();

        var planned = await PlanAsync(read);
        if (Refuse(planned.Findings))
            planned = await PlanAsync(read = workspace.Read());

        foreach (var field in fields.Where(field => !refused.ContainsKey(field.Id)))
            declared[field.Id] = wanted[field.Id];

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
        // Clusters that were stopped are so by then.
        clock.Advance(TimeSpan.FromMinutes(1));
        var next = ByAsset((await PlanAsync(read)).Plan);
        var undone = outcome.Changes.Where(change => change.Status != ChangeStatus.Done);
        return new DeployedStep(
            refused,
            ByAsset(planned.Plan),
            undone.ToDictionary(change => change.Change.Asset, change => change.Message ?? ""),
            await StatesAsync(),
            ByAsset((await PlanAsync(read)).Plan)
        );

        bool Refuse(IEnumerable<Finding> findings)
        {
            var errors = findings.Where(finding => finding is { Severity: Severity.Error, Asset: not null }).ToList();
            foreach (var error in errors.Where(error => refused.TryAdd(error.Asset!, error.Code)))
            {
                var field = fields.Single(field => field.Id == error.Asset);
                declared.TryAdd(field.Id, field.Smallest());
                Write(field, declared[field.Id]);
            }

            return errors.Count > 0;
        }
    }

    private Task<PlannedDeployment> PlanAsync(DeclaredAssets read) =>
        workspace.Session().PlanAsync(read, workspace.Select([]), CancellationToken.None);

    /// <returns>What the service shows of each object before the edits and after them; no object that it refused to edit.</returns>
    private async Task<Dictionary<string, (JObject Before, JObject After)?>> EditedAsync(Func<CatalogueField, JObject> edited)
    {
        var before = await StatesAsync();
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
            if (await cloud.TryEditAsync(field, edited(field), before[field.Id]))
                accepted.Add(field.Id);

        var after = await StatesAsync();
        return fields.ToDictionary(
            field => field.Id,
            field => accepted.Contains(field.Id) ? (before[field.Id], after[field.Id]) : ((JObject, JObject)?)null
        );
    }

    private async Task<Dictionary<string, JObject>> StatesAsync()
    {
        var states = await cloud.StatesAsync();
        return fields.ToDictionary(field => field.Id, field => CatalogueCloud.Shaped(field, states[field.Id]));
    }

    private void Write(CatalogueField field, JObject content) => workspace.With(field.File, content.ToString());

    private static Dictionary<string, Change> ByAsset(Plan plan) => plan.Changes.ToDictionary(change => change.Asset);
}

/// <summary>What a deployment of all fields planned and left.</summary>
/// <param name="Refused">The code of the finding, by asset.</param>
/// <param name="Failed">The message, by asset.</param>
/// <param name="After">What the service shows.</param>
/// <param name="Next">What the next deployment would do.</param>
internal sealed record DeployedStep(
    IReadOnlyDictionary<string, string> Refused,
    IReadOnlyDictionary<string, Change> Planned,
    IReadOnlyDictionary<string, string> Failed,
    IReadOnlyDictionary<string, JObject> After,
    IReadOnlyDictionary<string, Change> Next
);
