using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>Says whether an object of the workspace can be bound to a declared asset, under whatever name it has there.</summary>
/// <param name="kinds">By name.</param>
/// <param name="otherHolder">Which other deployment has the object of a kind and an id, by its record; null when none has.</param>
internal sealed class AdoptionPlanner(
    IReadOnlyDictionary<string, RemoteKind> kinds,
    DeploymentEnvironment environment,
    Func<string, string, CancellationToken, Task<string?>> otherHolder
)
{
    /// <summary>Reads the object, and the one that the manifest has for the asset; writes nothing.</summary>
    /// <param name="asset">As kind and name; the environment's prefix may be left out.</param>
    public async Task<AdoptionPlan> PlanAsync(
        IReadOnlyList<Declaration> declared,
        Manifest manifest,
        string asset,
        string id,
        CancellationToken ct
    )
    {
        var (kindName, name) = AssetId.Parse(asset);
        var declaration =
            declared.FirstOrDefault(declaration => declaration.Asset == asset)
            ?? declared.FirstOrDefault(declaration => declaration.Asset == AssetId.Of(kindName, environment.NamePrefix + name));
        if (declaration is null)
            return Wrong(
                $"Git does not declare {asset}, and an object is adopted for what it declares."
                    + $"{NameSuggestion.Suggest(asset, declared.Select(other => other.Asset))} Give an asset as kind and name: "
                    + $"--asset=jobs.nightly."
            );

        var kind = kinds[kindName];
        if (kind.Kind.InsteadOfRename is not null)
            return Wrong(
                $"{asset} has no id beside its {(kind.Kind.NameField is null ? "place" : "name")}: the next deployment finds a {kind.Noun} "
                    + $"by that and adopts it."
            );
        if (kind.Kind.ExpectedIdForm(id) is { } form)
            return Wrong($"--id={id} is no id of a {kind.Noun}, which is {form}.");

        var read = await ReadAsync(kind, declaration.Name, id, ct);
        return read.Live is null
            ? Wrong($"{environment.Name} has no {kind.Noun} with the id {id}{read.Why}. Look the id up in its page in the workspace.")
            : await BoundAsync(kind, declaration, manifest, read.Live, ct);
    }

    private async Task<AdoptionPlan> BoundAsync(
        RemoteKind kind,
        Declaration declaration,
        Manifest manifest,
        LiveAsset live,
        CancellationToken ct
    )
    {
        var asset = declaration.Asset;
        if (manifest.Entries.Values.FirstOrDefault(entry => entry.Kind == kind.Name && entry.Id == live.Id) is { } holder)
            return holder.Asset == asset
                ? new AdoptionPlan(live)
                : Refused(
                    $"{live.Id} is the object of {holder.Asset}, by the record of what was deployed. To rename that one, give it an entry "
                        + $"in deployment/moved.json; to give it up, run --target=Forget --asset={holder.Asset} first."
                );

        if (await otherHolder(kind.Name, live.Id, ct) is { } deployment)
            return Refused(
                $"{live.Id} is an object of the deployment {deployment}, by its record, and each of the two would undo what the other "
                    + $"deploys. Adopt another {kind.Noun}, or have that deployment give it up first, with --target=Forget."
            );

        if (manifest.Find(asset) is { } entry && await ReadAsync(kind, declaration.Name, entry.Id, ct) is var (before, why))
        {
            if (before is not null || why.Length > 0)
                return Refused(
                    $"{asset} has the {kind.Noun} {entry.Id} already{(before is null ? why : $", called {before.Name}")}. To take "
                        + $"{live.Id} instead, run --target=Forget --asset={asset} first; {entry.Id} stays then as it is."
                );
        }
        else if (manifest.Creating.ContainsKey(asset))
            return Refused(
                $"a deployment that was cut short may have made a {kind.Noun} for {asset}. Deploy to finish it, or give it up with "
                    + $"--target=Forget --asset={asset}."
            );

        return new AdoptionPlan(live)
        {
            Entry = ManifestEntry.Unseen(kind.Name, declaration.Name, live.Id) with { File = declaration.File, Adopted = true },
        };
    }

    /// <returns>What is in use under the id, or why nothing is known of it; neither when there is nothing.</returns>
    private static async Task<(LiveAsset? Live, string Why)> ReadAsync(RemoteKind kind, string name, string id, CancellationToken ct)
    {
        var read = await kind.GetByIdsAsync([ManifestEntry.Unseen(kind.Name, name, id)], [], ct);
        return read.Refused.GetValueOrDefault(id) is { } refusal
            ? (null, $" that may be looked at: {refusal}")
            : (read.Found.FirstOrDefault(asset => asset.Id == id && !asset.IsInTrash), "");
    }

    private static AdoptionPlan Wrong(string message) => new(null) { Error = Finding("MAN002", message) };

    private static AdoptionPlan Refused(string message) => new(null) { Refusal = Finding("MAN003", message) };

    private static Finding Finding(string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
        };
}

/// <summary>What adopting an object would record.</summary>
/// <param name="Live">The object; null when it is not adopted.</param>
internal sealed record AdoptionPlan(LiveAsset? Live)
{
    /// <summary>What is wrong with what was asked for; null when nothing is.</summary>
    public Finding? Error { get; init; }

    /// <summary>Why it may not be done now; null when it may.</summary>
    public Finding? Refusal { get; init; }

    /// <summary>Null when it is recorded so already.</summary>
    public ManifestEntry? Entry { get; init; }
}
