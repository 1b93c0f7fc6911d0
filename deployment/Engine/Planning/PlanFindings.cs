using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Planning;

/// <summary>What is to be said of planned changes before they are made.</summary>
internal sealed class PlanFindings(
    IReadOnlyDictionary<string, RemoteKind> kinds,
    KnownObjects known,
    IReadOnlyList<PlannedChange> planned
)
{
    private readonly Dictionary<string, AssetKind> declarable = kinds.ToDictionary(kind => kind.Key, kind => kind.Value.Kind);

    private readonly IReadOnlyList<Declaration> written =
    [
        .. planned
            .Select(plan => plan.Change)
            .Where(change => change.Action is not (ChangeAction.None or ChangeAction.Delete))
            .Select(change => known.Matches[change.Asset].Declaration),
    ];

    /// <summary>Of fields that Git does not declare and that a deployment leaves as they are.</summary>
    public IEnumerable<Finding> Left() =>
        planned
            .Select(plan => (Plan: plan, known.Matches[plan.Change.Asset].Declaration, Kind: declarable[plan.Change.Kind]))
            .SelectMany(one =>
                Kept(one.Declaration, one.Kind, one.Plan).Concat(StayingFields.Findings(one.Declaration, one.Kind, one.Plan))
            );

    /// <summary>What only the service knows.</summary>
    public async Task<IReadOnlyList<Finding>> OnlineAsync(CancellationToken ct)
    {
        var findings = await Task.WhenAll(
            planned
                .Select(plan => plan.Change)
                .Where(change => change.Action != ChangeAction.None && kinds[change.Kind] is IOnlineCheck)
                .Select(change => known.Matches[change.Asset])
                .GroupBy(match => match.Declaration.Kind)
                .Select(kind =>
                    ((IOnlineCheck)kinds[kind.Key]).CheckAsync([.. kind.Select(match => (match.Declaration, match.Live?.State))], ct)
                )
        );
        return [.. findings.SelectMany(found => found)];
    }

    /// <summary>What is about to be written must lead to something.</summary>
    public Task<IReadOnlyList<Finding>> AbsentAsync(AbsentPlaces absent, IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        absent.CheckAsync(
            written,
            WorkspacePaths.PlacesOf(declarable, declared),
            declared.Where(declaration => declaration.Kind == "secret-scopes").Select(scope => scope.Name).ToHashSet(),
            ct
        );

    /// <summary>Those about what is about to be written.</summary>
    public IEnumerable<Finding> OfWritten(IEnumerable<Finding> findings)
    {
        var assets = written.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        return findings.Where(finding => finding.Asset is { } asset && assets.Contains(asset));
    }

    /// <summary>Fields taken out of a declaration that no write removes: the object would go on having them, unseen in Git.</summary>
    private static IEnumerable<Finding> Kept(Declaration declaration, AssetKind kind, PlannedChange plan) =>
        plan.Change.Action != ChangeAction.Update
            ? []
            : plan
                .Change.Fields.Where(field => field.KeptBecause is not null)
                .Select(field =>
                    declaration.At(
                        FieldPath.Nearest(declaration.Content, field.Path, kind.Rules),
                        "FLD008",
                        $"{field.Path} is no longer declared, and {field.KeptBecause}. Declare the value that it is to have."
                    )
                );
}
