using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>
/// Who may do what with an object: the <c>access_control_list</c> in the object's own file, and for notebooks and folders one file each in
/// <c>permissions/</c>. Each list is an asset of its own, called after its object: <c>permissions.jobs.nightly</c>.
/// </summary>
internal sealed class PermissionKind() : AssetKind("permissions", "permission list")
{
    /// <summary>In a file of <c>permissions/</c>: the object that the list is for.</summary>
    public const string ObjectField = "object";

    /// <summary>The path of a file or folder in the workspace; other objects are named in a field with the name of their kind.</summary>
    public const string PathField = "path";

    /// <summary>In a state: the type and id in the requests; set here and never compared.</summary>
    public const string ObjectId = "object_id";

    /// <summary>In a state: who deploys, whose rights are never taken away.</summary>
    public const string Deployer = "deployer";

    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a permission list").TextMap(AccessList.Field).Text(AccessList.Mode, PathField).ReadOnly(ObjectId, Deployer));

    public override string NameField => ObjectField;

    public override bool IsPart => true;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        new JsonDeclarations(assets) { TemplateRoot = "permission_list" }.Read(Name, Name, [ObjectField], findings);

    /// <summary>
    /// Of what the workspace holds, the entries that Git speaks of, or spoke of last; in exact mode all but those that are never removed.
    /// </summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        if (state[AccessList.Field] is not JObject held)
            return state;

        var (wanted, before) = (declared[AccessList.Field] as JObject ?? [], last?[AccessList.Field] as JObject);
        var isExact = (string?)declared[AccessList.Mode] == AccessList.Exact;
        var seen = new JObject();
        foreach (var (principal, level) in held)
        {
            var isKept = IsKept(principal, level, wanted, (string?)state[Deployer]);
            if (AccessList.Find(wanted, principal) is { } named)
                seen[named] = isKept ? wanted[named] : level;
            else if (!isKept && AccessList.Find(before, principal) is { } earlier)
                seen[earlier] = level;
            else if (!isKept && isExact)
                seen[principal] = level;
        }

        var shaped = new JObject(state) { [AccessList.Field] = seen };
        shaped[AccessList.Mode] = declared[AccessList.Mode];
        return shaped;
    }

    public override IReadOnlyList<string> Kept(JObject declared, JObject state, JObject? last)
    {
        var seen = (JObject)InShapeOf(declared, state, last)[AccessList.Field]!;
        return
        [
            .. ((JObject)state[AccessList.Field]!)
                .Properties()
                .Where(entry => AccessList.Find(seen, entry.Name) is null)
                .Select(entry => $"{entry.Name} {entry.Value}"),
        ];
    }

    /// <summary>
    /// An object keeps its owner until Git names another, and the deploying identity keeps what it needs to deploy.
    /// </summary>
    public static bool IsKept(string principal, JToken? level, JObject wanted, string? deployer) =>
        AccessList.IsOwner(level) ? !wanted.Properties().Any(entry => AccessList.IsOwner(entry.Value))
        : (string?)level == PermissionType.Manager
            && deployer is not null
            && AccessList.IsSame(principal, deployer)
            && !AccessList.IsOwner(wanted[AccessList.Find(wanted, principal) ?? ""]);
}
