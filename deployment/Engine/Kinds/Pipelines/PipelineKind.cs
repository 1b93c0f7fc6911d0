using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>Pipelines, declared one per file in <c>pipelines/</c>: bare settings, or the whole answer of the service.</summary>
/// <param name="development">What pipelines get that do not say themselves whether they are in development; null for nothing.</param>
internal sealed class PipelineKind(bool? development) : JsonKind(Folder, "pipeline", "name")
{
    public const string Folder = "pipelines";

    public override FieldRules Rules { get; } = new(PipelineSchema.Pipeline);

    public override string TagsField => "tags";

    public override PermissionType Permissions { get; } =
        new("pipelines", "CAN_VIEW", "CAN_RUN", PermissionType.Owner, PermissionType.Manager);

    public override IReadOnlyList<(string Field, JToken Value)> Defaults { get; } =
        development is { } given ? [(PipelineSchema.Development, given)] : [];

    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var state = (JObject)live.State.DeepClone();

        // It has the id in it, so it is the service's own.
        if ((string?)state[PipelineSchema.Storage] == $"dbfs:/pipelines/{live.Id}")
            state.Remove(PipelineSchema.Storage);
        foreach (var (field, _) in Defaults.Where(usual => JToken.DeepEquals(state[usual.Field] ?? false, usual.Value)))
            state.Remove(field);

        // When left out, the deploying identity becomes run_as, as the creator did.
        if ((state[PipelineSchema.RunAs] as JObject)?.Properties().All(identity => (string?)identity.Value == live.Creator) == true)
            state.Remove(PipelineSchema.RunAs);
        return DeclarableFields.Of(state, Rules, left);
    }

    public override string? ManagedBy(JObject state) =>
        (string?)state.SelectToken("deployment.kind") switch
        {
            "BUNDLE" => "a Databricks Asset Bundle",
            { Length: > 0 } tool => $"another tool ({tool})",
            _ => null,
        };

    /// <remarks>The whole answer has the settings in <c>spec</c>, and beside them whom the pipeline runs as.</remarks>
    protected override Declaration Opened(Declaration declaration) =>
        declaration.Content[PipelineSchema.Wrapper] is JObject
            ? declaration with
            {
                Content = PipelineAnswer.Settings(declaration.Content),
            }
            : declaration;

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new PipelineCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
