using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A kind whose assets are parts of other objects: a field of an object's file, such as its permissions, that is deployed as an asset of
/// its own. A part is a map, compared entry by entry; entries that Git never had are kept.
/// </summary>
/// <param name="field">The field, in the object's file and in the part itself.</param>
internal abstract class PartKind(string name, string noun, string field) : AssetKind(name, noun)
{
    /// <summary>The value of <see cref="ModeField"/> with which entries that Git does not have are removed.</summary>
    public const string Exact = "exact";

    /// <summary>In a state: all who deploy, whose rights are never taken away.</summary>
    public const string Deployers = "deployers";

    /// <summary>In a state: entries that the service gives by itself. They stay, whatever the mode, unless Git speaks of them.</summary>
    public const string GivenByService = "given_by_service";

    public string Field { get; } = field;

    public override bool IsPart => true;

    public override string InsteadOfRename => "it goes with its object, which is what an entry names";

    /// <summary>Says who may do what, so that the environment's <c>permission_drift</c> says when it is read.</summary>
    public virtual bool IsPermission => false;

    /// <summary>The field beside the part that says how it is compared; null when there is none.</summary>
    protected virtual string? ModeField => null;

    /// <summary>Whether objects of that kind have such parts.</summary>
    public abstract bool IsOf(AssetKind kind);

    /// <summary>The part's name, after its object.</summary>
    /// <param name="of">The object.</param>
    public virtual string NameFor(AssetId of) => of.ToString();

    /// <summary>The parts that an object may have, as assets: they are gone with it.</summary>
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, RemoteKind> kinds, string asset)
    {
        var id = AssetId.Parse(asset);
        return kinds
            .Values.Select(kind => kind.Kind)
            .OfType<PartKind>()
            .Where(part => kinds.TryGetValue(id.Kind, out var of) && part.IsOf(of.Kind))
            .Select(part => AssetId.Of(part.Name, part.NameFor(id)));
    }

    /// <summary>Checks the part in the file of its object, and reads it as a map; null when something is wrong with it.</summary>
    public abstract JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings);

    /// <summary>The part of an object as an asset of its own; the object's declaration loses it.</summary>
    /// <param name="kind">Of the object.</param>
    /// <param name="after">Parts of the same object that are written before this one.</param>
    /// <returns>Null when something is wrong with it.</returns>
    public Declaration? TakeFrom(
        Declaration declaration,
        AssetKind kind,
        IEnumerable<Declaration> after,
        ICollection<Finding> findings
    )
    {
        var part = Read(declaration, kind, findings);
        var mode = ModeField is null ? null : declaration.Content[ModeField];
        declaration.Content.Remove(Field);
        if (ModeField is not null)
            declaration.Content.Remove(ModeField);

        return part is null
            ? null
            : Of(declaration, NameFor(IdOf(declaration)), new JObject { [declaration.Kind] = declaration.Name }, part, mode) with
            {
                BelongsTo = [declaration.Asset, .. after.Select(other => other.Asset)],
            };
    }

    /// <summary>The parts that a file of the kind's own folder declares; none where it has no folder.</summary>
    public virtual IEnumerable<Declaration> OfFile(
        Declaration declaration,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds,
        ICollection<Finding> findings
    ) => [];

    /// <summary>What Git still declares of what a deployed part is about.</summary>
    public virtual IReadOnlyList<Declaration> ObjectsOf(
        ManifestEntry entry,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    ) => [.. declared.Where(declaration => IsOf(kinds[declaration.Kind]) && NameFor(IdOf(declaration)) == entry.Name)];

    /// <summary>
    /// Of what the workspace holds, the entries that Git speaks of, or spoke of last; in exact mode all but those that are never removed.
    /// </summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        if (state[Field] is not JObject held)
            return state;

        var (wanted, before) = (declared[Field] as JObject ?? [], last?[Field] as JObject);
        var isExact = ModeField is not null && (string?)declared[ModeField] == Exact;
        var deployers = DeployersIn(state);
        var seen = new JObject();
        foreach (var (key, value) in held)
        {
            var isKept = IsKept(key, value, wanted, deployers);
            if (Find(wanted, key) is { } named)
                seen[named] = isKept ? wanted[named] : value;
            else if (!isKept && Find(before, key) is { } earlier)
                seen[earlier] = value;
            else if (!isKept && isExact && !IsGivenByService(key, state))
                seen[key] = value;
        }

        var shaped = new JObject(state) { [Field] = seen };
        if (ModeField is not null)
            shaped[ModeField] = declared[ModeField];

        return shaped;
    }

    /// <summary>Only the entries that are compared: what others gave may change, and who deploys may be another.</summary>
    public override JObject BaselineOf(JObject declared, JObject state)
    {
        var baseline = InShapeOf(declared, state);
        baseline.Remove(Deployers);
        baseline.Remove(GivenByService);
        return baseline;
    }

    public override IReadOnlyList<string> Kept(JObject declared, JObject state, ManifestEntry? last)
    {
        var seen = (JObject)InShapeOf(declared, state, last is null ? null : LastDeclared(last, state))[Field]!;
        return
        [
            .. ((JObject)state[Field]!)
                .Properties()
                .Where(entry => Find(seen, entry.Name) is null)
                .Select(entry =>
                    last is not null && WhyNotTakenBack(entry, last) is { } why ? $"{entry.Name} ({why})" : KeptText(entry, declared)
                ),
        ];
    }

    public override JObject LastDeclared(ManifestEntry last, JObject state)
    {
        if (state[Field] is not JObject held || last.Declared[Field] is not JObject declared)
            return last.Declared;

        var foreign = held.Properties().Where(entry => WhyNotTakenBack(entry, last) is not null).Select(entry => entry.Name).ToList();
        var own = declared.Properties().Where(entry => !foreign.Exists(key => Find(new JObject(entry), key) is not null));
        return foreign.Count == 0 ? last.Declared : new JObject(last.Declared) { [Field] = new JObject(own) };
    }

    /// <summary>Entries of a state that were taken away, and that the next deployment has to see to once more.</summary>
    public virtual IEnumerable<string> NotGone(JObject state) => [];

    /// <summary>The same entry in the map, which may be spelt otherwise; null when the map does not have it.</summary>
    public virtual string? Find(JObject? map, string key) =>
        map?.Properties().FirstOrDefault(entry => entry.Name.Equals(key, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>The entries in which the fields are, by their paths; null when that is all of them.</summary>
    public IReadOnlyList<string>? EntriesAt(IEnumerable<string> paths)
    {
        var places = paths.Select(path => FieldPath.Steps(path).Take(2).ToList()).Where(steps => steps[0] == Field).ToList();
        return places.Exists(steps => steps.Count == 1)
            ? null
            : [.. places.Select(steps => FieldPath.NameOf(steps[1])).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>An entry that stays, in words.</summary>
    protected virtual string KeptText(JProperty entry, JObject declared) => $"{entry.Name} {entry.Value}";

    /// <summary>Why an entry that Git had at the last deployment stays when it leaves Git; null where it is taken back.</summary>
    /// <param name="held">As the workspace has it.</param>
    protected virtual string? WhyNotTakenBack(JProperty held, ManifestEntry last) => null;

    /// <summary>Whether an entry stays as it is, whatever Git says.</summary>
    protected virtual bool IsKept(string key, JToken? value, JObject wanted, IReadOnlyList<string> deployers) => false;

    /// <summary>See <see cref="Deployers"/>.</summary>
    protected internal static IReadOnlyList<string> DeployersIn(JObject state) =>
        [.. (state[Deployers] as JArray ?? []).Select(name => (string)name!)];

    private bool IsGivenByService(string key, JObject state) =>
        state[GivenByService] is JArray entries && entries.Any(entry => Find(new JObject { [(string)entry!] = true }, key) is not null);

    private static AssetId IdOf(Declaration declaration) => new(declaration.Kind, declaration.Name);

    /// <summary>A part as it is deployed.</summary>
    /// <param name="about">Says which object it is about.</param>
    protected Declaration Of(Declaration source, string name, JObject about, JObject part, JToken? mode)
    {
        about[Field] = part;
        if (mode is not null)
            about[ModeField!] = mode;

        return source with { Kind = Name, Name = name, Content = about };
    }
}
