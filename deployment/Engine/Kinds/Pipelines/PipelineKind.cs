using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>Pipelines, declared one per file in <c>pipelines/</c>: bare settings, or the whole answer of the service.</summary>
/// <param name="development">What pipelines get that do not say themselves whether they are in development; null for nothing.</param>
internal sealed class PipelineKind(bool? development) : JsonKind(Folder, "pipeline", "name"), IHoldsClusters
{
    public const string Folder = "pipelines";

    public override FieldRules Rules { get; } = new(PipelineSchema.Pipeline);

    public override string TagsField => "tags";

    public override PermissionType Permissions { get; } =
        new("pipelines", "CAN_VIEW", "CAN_RUN", PermissionType.Owner, PermissionType.Manager);

    public override IReadOnlyList<(string Field, JToken Value)> Defaults { get; } =
        development is { } given ? [(PipelineSchema.Development, given)] : [];

    public string UseOfClusters => ClusterUse.Pipeline;

    public IEnumerable<HeldCluster> ClustersIn(JObject content) => PipelineLabels.Clusters(content);

    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var state = (JObject)live.State.DeepClone();

        PipelineAnswer.RemoveOwnStorage(state, live.Id);
        foreach (var (field, usual) in Defaults)
        {
            // The service leaves out what is false, and the environment would put in something else.
            state[field] ??= false;
            if (JToken.DeepEquals(state[field], usual))
                state.Remove(field);
        }

        // When left out, the deploying identity or the declared owner becomes run_as, as the creator or the owner did.
        RunAs.LeaveOut(state, live.Creator, live.Owner);
        return DeclarableFields.Of(state, Rules, left);
    }

    public override string? ManagedBy(JObject state) => OtherTool.Of(state);

    /// <remarks>An overlay may have brought a cluster.</remarks>
    public override void Unify(Declaration declaration) => PipelineLabels.Fill(declaration.Content, declaration.File);

    /// <remarks>
    /// Whom it runs as may follow from the owner, whom the permissions name later, and a write without <c>run_as</c> may keep it. So it
    /// is compared only where Git declares it.
    /// </remarks>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        var shaped = (JObject)state.DeepClone();
        PipelineLabels.Fill(shaped);
        if (!declared.ContainsKey(RunAs.Field) && last?.ContainsKey(RunAs.Field) != true)
            shaped.Remove(RunAs.Field);

        return shaped;
    }

    protected override WholeAnswer? Whole => PipelineAnswer.Whole;

    /// <remarks>The whole answer has the settings in <c>spec</c>. Clusters get their labels before overlays name them.</remarks>
    public override JObject Opened(JObject document, string file)
    {
        var settings = PipelineAnswer.Is(document) ? PipelineAnswer.Opened(document) : document;
        PipelineLabels.Fill(settings, file);
        return settings;
    }

    public override void Shorten(JObject document, JObject file) =>
        PipelineLabels.LeaveOut(document, PipelineAnswer.Is(file) ? PipelineAnswer.Settings(file) : file);

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new PipelineCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
