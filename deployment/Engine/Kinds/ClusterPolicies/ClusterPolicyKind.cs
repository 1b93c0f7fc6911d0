using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>What clusters may be, declared one policy per file in <c>cluster-policies/</c>.</summary>
internal sealed class ClusterPolicyKind() : JsonKind(Folder, "cluster policy", "name")
{
    public const string Folder = "cluster-policies";

    public override FieldRules Rules { get; } = new(ClusterPolicySchema.Policy);

    public override PermissionType Permissions { get; } = new("cluster-policies", "CAN_USE");

    public override void Unify(Declaration declaration) => PolicyDocument.Open(declaration.Content, declaration.File);

    public override JObject Opened(JObject document, string file)
    {
        PolicyDocument.Open(document, file);
        return document;
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new ClusterPolicyCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
