using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>
/// The libraries of a cluster: the <c>libraries</c> in the cluster's file. What others put on the cluster stays there.
/// </summary>
/// <param name="restarts">Whether a running cluster is restarted when libraries are removed from it.</param>
internal sealed class ClusterLibraryKind(bool restarts = false) : PartKind(Part, "set of libraries", "libraries")
{
    public const string Part = "cluster-libraries";

    /// <summary>In a library of a state: why it is not there although it should be.</summary>
    public const string Failure = "failure";

    /// <summary>In a state: what goes with the next restart.</summary>
    public const string Leaving = "removed_with_restart";

    /// <summary>In a state that was read after a write: the run at work on the cluster for which the restart has to wait.</summary>
    public const string WaitsFor = "restart_waits_for";

    /// <summary>In a state: what all clusters have.</summary>
    public const string Everywhere = "installed_on_all_clusters";

    public bool Restarts => restarts;

    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a set of libraries").Objects("libraries").Text("clusters").ReadOnly(Leaving, WaitsFor, Everywhere));

    public override string ChangedElsewhere => "installed, removed or failed since the last deployment";

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) => [];

    public override bool IsOf(AssetKind kind) => kind.Name == "clusters";

    public override string NameFor(AssetId of) => of.Name;

    public override JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings)
    {
        var (report, before) = (new CheckReport(declaration, findings), findings.Count);
        if (declaration.Content[Field] is not JArray entries)
        {
            report.Error("CLU009", declaration.Content.Property(Field)!, $"{Field} must be a list of libraries.");
            return null;
        }

        var libraries = new JObject();
        foreach (var token in entries)
            if (token is JObject entry)
                Add(libraries, entry, report);
            else
                report.Error("CLU009", token, $"{token.Path} must be an object such as {{ \"pypi\": {{ \"package\": \"requests\" }} }}.");

        return findings.Skip(before).Any(finding => finding.Severity == Severity.Error) ? null : libraries;
    }

    /// <summary>By the paths that files have in this workspace, as the workspace tells them.</summary>
    public override Declaration Settled(Declaration declaration)
    {
        if (declaration.Content[Field] is not JObject libraries)
            return declaration;

        var named = new JObject();
        foreach (var library in libraries.PropertyValues().OfType<JObject>())
            named[SecretText.Plain(LibraryName.Of(library))] = library;

        return declaration with { Content = new JObject(declaration.Content) { [Field] = named } };
    }

    /// <remarks>
    /// What was declared and waits for a restart counts as there where a deployment restarts clusters: one that was cut off before leaves
    /// the restart to the next. So does what was installed once and is on all clusters now, since it is not known whether the service tells
    /// such a library once or twice; told once, it would be installed again each time.
    /// </remarks>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        var shaped = base.InShapeOf(declared, state, last);
        if (last?[Field] is not JObject before || shaped[Field] is not JObject seen)
            return shaped;

        var leaving = restarts ? Names(state, Leaving).Where(name => declared[Field]?[name] is null) : [];
        var everywhere = Names(state, Everywhere).Where(name => declared[Field]?[name] is not null);
        foreach (var library in leaving.Concat(everywhere))
            if (!seen.ContainsKey(library) && before[library] is { } earlier)
                seen[library] = earlier.DeepClone();

        return shaped;
    }

    public override JObject BaselineOf(JObject declared, JObject state)
    {
        var baseline = base.BaselineOf(declared, state);
        baseline.Remove(Leaving);
        baseline.Remove(WaitsFor);
        baseline.Remove(Everywhere);
        return baseline;
    }

    /// <summary>What goes with a restart that a run at work on the cluster put off, so that the next deployment makes it.</summary>
    public override IEnumerable<string> NotGone(JObject state) => state[WaitsFor] is null ? [] : Names(state, Leaving);

    public override string? Find(JObject? map, string key) => map?.ContainsKey(key) == true ? key : null;

    public override IReadOnlyList<string> Notes(IReadOnlyList<FieldChange> fields) =>
        fields.All(field => field.New is not null || field.Path.EndsWith(Failure, StringComparison.Ordinal)) ? []
        : restarts
            ? ["what is removed goes with a restart: a cluster that runs is restarted for it, unless a job's run is at work on it"]
        : ["what is removed goes with the next restart of the cluster, which this deployment does not do (restart_clusters)"];

    /// <summary>Its name says all of it.</summary>
    protected override string KeptText(JProperty entry, JObject declared) => entry.Name;

    private static IEnumerable<string> Names(JObject state, string field) =>
        (state[field] as JArray ?? []).Select(name => (string)name!);

    private void Add(JObject libraries, JObject entry, CheckReport report)
    {
        new SchemaCheck(report).Check(entry, LibrarySchema.Library);
        LibraryCheck.Check(entry, LibrarySchema.Library, report, "CLU009");
        LibraryCheck.CheckSecrets(entry, "the cluster", report, "CLU009");

        var library = LibraryName.Unified(entry);
        library.AddAnnotation(new PathInFile(entry.Path));
        if (Find(libraries, LibraryName.Of(library)) is { } other)
            report.Error("CLU009", entry, $"{entry.Path} is {other} a second time. Keep one entry.");

        libraries[LibraryName.Of(library)] = library;
    }
}
