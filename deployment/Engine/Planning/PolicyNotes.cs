using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Secrets;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Says in a plan what declared cluster policies do to clusters by themselves.</summary>
internal sealed class PolicyNotes
{
    private const string SelfEnforcing = "auto_enforcement_config";

    private readonly ILookup<string, FilledValue> filled;
    private readonly ILookup<string, string> users;
    private readonly HashSet<string> enforcing;
    private readonly HashSet<FilledValue> inGit;

    /// <param name="filled">What policies fill in, by asset.</param>
    public PolicyNotes(DeclaredAssets read, ILookup<string, FilledValue> filled)
    {
        this.filled = filled;
        inGit = new(read.FilledValues, ReferenceEqualityComparer.Instance);
        enforcing =
        [
            .. read
                .Declarations.Where(policy => policy.Kind == ClusterPolicyKind.Folder && policy.Content[SelfEnforcing] is JObject)
                .Select(policy => policy.Name),
        ];
        users =
            enforcing.Count == 0
                ? Enumerable.Empty<string>().ToLookup(asset => asset)
                : read
                    .Declarations.SelectMany(declaration =>
                        AssetReferences
                            .In(declaration.Kind, declaration.Content)
                            .Where(reference => reference.To == ClusterPolicyKind.Folder && declaration.Kind != "permissions")
                            .Select(reference => (reference.Value, declaration.Asset))
                    )
                    .Distinct()
                    .ToLookup(use => use.Value, use => use.Asset, StringComparer.Ordinal);
    }

    public Change With(Change change)
    {
        if (change.Action is ChangeAction.None or ChangeAction.Delete)
            return change;

        var enforced = change.Fields.Where(field => field.Drift).Select(field => By(change.Asset, field)).OfType<string>().ToHashSet();
        return change with
        {
            Reason = enforced.Count == 0 ? change.Reason : $"{change.Reason}; {string.Join(" and ", enforced.Order())} enforced it",
            Notes = [.. change.Notes, .. filled[change.Asset].Select(Text), .. OfPolicy(change)],
        };
    }

    /// <summary>The policy that makes the service change clusters by itself, where the workspace has what that would give.</summary>
    private string? By(string asset, FieldChange field) =>
        filled[asset]
            .FirstOrDefault(value =>
                enforcing.Contains(value.Policy)
                && (
                    value.Path == field.Path
                        ? field.Old is not null && JsonValues.Equal(value.Value, field.Old)
                        : value.Path.StartsWith($"{field.Path}.", StringComparison.Ordinal)
                            || value.Path.StartsWith($"{field.Path}[", StringComparison.Ordinal)
                )
            )
            is { } found
            ? $"the cluster policy {found.Policy}"
            : null;

    private IEnumerable<string> OfPolicy(Change change) =>
        change.Kind == ClusterPolicyKind.Folder && enforcing.Contains(change.Name) && users[change.Name].Any()
            ?
            [
                $"it enforces itself, so the service may edit {string.Join(", ", users[change.Name].Order())}; "
                    + "the next run looks at them again",
            ]
            : [];

    private string Text(FilledValue value) =>
        $"filled in by the cluster policy {value.Policy}: {value.Path} = {Shown(value).ToString(Formatting.None)}";

    private JToken Shown(FilledValue value) =>
        PolicyValues.IsHidden(value.Steps, inGit.Contains(value)) ? SecretMask.Hidden : value.Value;
}
