using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.InstancePools;

/// <summary>Idle machines that clusters start from, declared one per file in <c>instance-pools/</c>.</summary>
internal sealed class InstancePoolKind() : JsonKind(Folder, "instance pool", "instance_pool_name")
{
    public const string Folder = "instance-pools";

    public override FieldRules Rules { get; } = new(InstancePoolSchema.Pool);

    public override string TagsField => "custom_tags";

    public override PermissionType Permissions { get; } = new("instance-pools", "CAN_ATTACH_TO", PermissionType.Manager);

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new InstancePoolCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
