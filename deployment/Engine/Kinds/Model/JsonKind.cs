using System.Collections.Concurrent;
using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind declared as one JSON document per object and found in the workspace by name.</summary>
/// <param name="nameFields">The paths of the name in a declaration; the first existing one counts.</param>
public abstract class JsonKind(string name, string noun, params string[] nameFields) : AssetKind(name, noun)
{
    /// <summary>Up to this many objects are read one by one; above it one listing is cheaper.</summary>
    private const int FewEnoughToGet = 5;

    public override string NameField => nameFields[0];

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        [
            .. new JsonDeclarations(assets) { TemplateRoot = Noun.Replace(' ', '_') }
                .Read(Name, Name, nameFields, findings)
                .Select(Opened),
        ];

    public override void CheckRead(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings)
    {
        foreach (var declaration in declarations)
        {
            WarnOfReadOnlyFields(declaration, findings);
            new SchemaCheck(new CheckReport(declaration, findings)).Check(declaration.Content, Rules.Schema);
            Check(declaration, findings);
        }
    }

    public override async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        var assets = new List<LiveAsset>();
        await foreach (var listed in ListAsync(ct))
            assets.Add(Live(listed));

        return assets;
    }

    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        new([
            .. (await ListDeclaredAsync(declared, new Dictionary<string, JObject>(), ct)).Select(asset =>
                Found(asset.Name, asset.Id, _ => Task.FromResult(asset))
            ),
        ]);

    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct)
    {
        var listed =
            written.Count <= FewEnoughToGet
                ? []
                : (await ListDeclaredAsync([], new Dictionary<string, JObject>(), ct)).ToDictionary(asset => asset.Id);

        // A listing may lag behind a write, so objects that it does not show yet are read by id.
        var shown = written
            .Select(asset => listed.GetValueOrDefault(asset.Id) is { } found && Shows(found.State, asset.Sent) ? found : null)
            .OfType<LiveAsset>()
            .ToList();
        return await ReadByIdsAsync(written.Select(asset => asset.Id), shown, ct);
    }

    public override Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    ) => ReadByIdsAsync(entries.Select(entry => entry.Id), listed, ct);

    private async Task<ObjectsById> ReadByIdsAsync(IEnumerable<string> ids, IReadOnlyList<LiveAsset> listed, CancellationToken ct)
    {
        var byId = listed.ToDictionary(asset => asset.Id);
        var refused = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var found = await Task.WhenAll(ids.Select(async id => byId.GetValueOrDefault(id) ?? await TryGetAsync(id, refused, ct)));
        return new ObjectsById([.. found.OfType<LiveAsset>()], refused);
    }

    /// <summary>Everything of this kind in the workspace, as the service lists it.</summary>
    protected abstract IAsyncEnumerable<JObject> ListAsync(CancellationToken ct);

    protected abstract Task<JObject> GetAsync(string id, CancellationToken ct);

    /// <summary>One listed object as the engine sees it.</summary>
    protected abstract LiveAsset Live(JObject listed);

    protected static FoundAsset Found(string name, string id, Func<CancellationToken, Task<LiveAsset>> read) =>
        new FoundDocument
        {
            Name = name,
            Id = id,
            ReadAsync = read,
        };

    /// <summary>The declaration itself, taken out of a wrapper if the kind knows one.</summary>
    protected virtual Declaration Opened(Declaration declaration) => declaration;

    /// <summary>Offline checks of this kind, beyond what its schema says.</summary>
    protected virtual void Check(Declaration declaration, ICollection<Finding> findings) { }

    /// <summary>
    /// An object counts as gone only after "not found", not when a listing omits it or access is denied.
    /// </summary>
    private async Task<LiveAsset?> TryGetAsync(string id, ConcurrentDictionary<string, string> refused, CancellationToken ct)
    {
        try
        {
            return Live(await GetAsync(id, ct));
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            refused[id] = e.Message;
            return null;
        }
    }

    /// <summary>What is sent: the declaration without the fields that the service sets.</summary>
    protected JObject Sendable(JObject wanted) => Rules.WithoutReadOnly(wanted);

    private bool Shows(JObject state, JObject sent) => FieldDiff.Between(sent, InShapeOf(sent, state), null, Rules).Count == 0;

    private void WarnOfReadOnlyFields(Declaration declaration, ICollection<Finding> findings)
    {
        var fields = declaration.Content.Properties().Where(property => Rules.ReadOnlyFields.Contains(property.Name)).ToList();
        if (fields.Count == 0)
            return;

        findings.Add(
            declaration.At(
                fields[0],
                "DEC005",
                fields.Count == 1
                    ? $"{fields[0].Name} is set by the service and is not sent. Remove it from the declaration."
                    : $"{string.Join(", ", fields.Select(field => field.Name))} are set by the service and are not sent. Remove them "
                        + $"from the declaration.",
                Severity.Warning
            )
        );
    }
}
