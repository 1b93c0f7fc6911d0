using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Jobs, declared one per file in <c>jobs/</c>: bare settings, or the whole answer of <c>jobs/get</c>.</summary>
internal sealed class JobKind() : JsonKind("jobs", "job", "name", "settings.name"), IStubbable, IHoldsClusters
{
    public override string? ExpectedIdForm(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a number";

    public override FieldRules Rules { get; } = new(JobSchema.Job);

    public override string TagsField => "tags";

    public override PermissionType Permissions { get; } =
        new("jobs", "CAN_VIEW", "CAN_MANAGE_RUN", PermissionType.Owner, PermissionType.Manager);

    public string UseOfClusters => ClusterUse.Job;

    public IEnumerable<HeldCluster> ClustersIn(JObject content) => ClustersInJob.Of(content);

    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null) =>
        JobShape.IsSingleTask(declared) ? JobShape.AsSingleTask(state) : state;

    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var settings = JobExport.Of(live);
        return DeclarableFields.Of(settings, Rules, left);
    }

    /// <summary>A job that does nothing, needs no compute and has no schedule or trigger.</summary>
    public JObject Stub(Declaration declaration) =>
        new()
        {
            ["name"] = declaration.Name,
            ["description"] = "A deployment that is under way completes this job.",
            ["max_concurrent_runs"] = 1,
            ["queue"] = new JObject { ["enabled"] = true },
            ["tasks"] = new JArray(
                new JObject
                {
                    ["task_key"] = "nothing",
                    ["condition_task"] = new JObject
                    {
                        ["op"] = "EQUAL_TO",
                        ["left"] = "1",
                        ["right"] = "1",
                    },
                }
            ),
        };

    public override string? ManagedBy(JObject state) =>
        OtherTool.Of(state)
        ?? ((string?)state["edit_mode"] == "UI_LOCKED" ? "another tool, which locked it against edits in the UI" : null);

    protected override WholeAnswer? Whole => JobAnswer.Whole;

    public override JObject Opened(JObject document, string file) =>
        JobAnswer.Is(document) ? JobAnswer.Opened(document) : document;

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new JobCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
