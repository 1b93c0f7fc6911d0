using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Warehouses;

/// <summary>SQL warehouses, declared one per file in <c>warehouses/</c>.</summary>
internal sealed class WarehouseKind() : JsonKind("warehouses", "warehouse", "name")
{
    public override FieldRules Rules { get; } = new(WarehouseSchema.Warehouse);

    public override string TagsField => WarehouseSchema.Tags;

    public override string TagsList => WarehouseSchema.TagsList;

    public override PermissionType Permissions { get; } =
        new("sql/warehouses", "CAN_USE", "CAN_MONITOR", "CAN_VIEW", PermissionType.Owner, PermissionType.Manager);

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new WarehouseCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
