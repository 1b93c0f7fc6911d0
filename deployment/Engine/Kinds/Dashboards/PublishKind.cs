using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>
/// The publishing of a dashboard: the <c>publish</c> in the dashboard's file. It is carried out again whenever the draft changed.
/// </summary>
internal sealed class PublishKind() : PartKind(Part, "publishing of a dashboard", Part)
{
    private const string Part = "publish";

    /// <summary>Stands in every part: what is published. It is never sent.</summary>
    public const string Version = "version";

    /// <summary>The <see cref="Version"/> that Git wants.</summary>
    public const string Draft = "the draft";

    private const string Embed = "embed_credentials";

    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a publishing").Object("publish", Options().Text(Version)).Text(DashboardKind.Folders));

    public override bool RunsOnChange => true;

    public override string ChangedElsewhere => "the draft was changed, published otherwise or withdrawn, since it was published from here";

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) => [];

    public override bool IsOf(AssetKind kind) => kind.Name == DashboardKind.Folders;

    public override string NameFor(AssetId of) => of.Name;

    /// <remarks>
    /// Whether the credentials of whoever publishes are embedded is always sent. The service would embed them, and viewers would see the
    /// data with the rights of the deploying identity.
    /// </remarks>
    public override JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings)
    {
        var (report, before) = (new CheckReport(declaration, findings), findings.Count);
        if (declaration.Content[Field] is not JObject publish)
        {
            report.Error(
                "DSH002",
                declaration.Content.Property(Field)!,
                $"{Field} must be an object such as {{ \"{Embed}\": false }}, which may be empty."
            );
            return null;
        }

        new SchemaCheck(report).Check(publish, Options());
        var part = (JObject)publish.DeepClone();
        // The service takes null for absent, and would embed them.
        if (!part.Has(Embed))
            part[Embed] = false;

        part[Version] = Draft;
        return findings.Skip(before).Any(finding => finding.Severity == Severity.Error) ? null : part;
    }

    /// <summary>Reads may lag behind the publishing, and what is remembered is that it was done.</summary>
    public override JObject BaselineOf(JObject declared, JObject state)
    {
        var baseline = base.BaselineOf(declared, state);
        if (baseline[Field] is JObject { Count: > 0 } part)
            part[Version] = Draft;

        return baseline;
    }

    /// <summary>What is not declared, the service takes from the draft.</summary>
    public override IReadOnlyList<string> Kept(JObject declared, JObject state, ManifestEntry? last) => [];

    public override IReadOnlyList<string> Notes(IReadOnlyList<FieldChange> fields) =>
        fields.Any(field => field is { Old: not null, New: null } && field.Path is Part or Part + "." + Version)
            ? ["it is withdrawn, so viewers see it no more; the draft stays"]
            : [];

    private static ObjectSchema Options() => new ObjectSchema("a publish").Flag(Embed).Text("warehouse_id");
}
