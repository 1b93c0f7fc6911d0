using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Alerts;

/// <summary>SQL alerts, declared one per file in <c>alerts/</c>, each with the text of its query in a <c>.sql</c> file beside it.</summary>
/// <remarks>Those that SDKs call v2. Legacy ones, which evaluate a saved query, are named by jobs and never written.</remarks>
internal sealed class AlertKind(string root) : ContentKind(Folders, "alert", root, "display_name")
{
    public const string Folders = "alerts";

    public override FieldRules Rules { get; } = new(AlertSchema.Alert);

    public override IReadOnlyList<FieldFile> FieldFiles { get; } = [new("query_text", ".sql")];

    public override PermissionType Permissions { get; } = new("alertsv2", "CAN_READ", "CAN_RUN", "CAN_EDIT", PermissionType.Manager);

    /// <summary>Messages go to whoever subscribes.</summary>
    public override IReadOnlyList<string> Readable => [.. base.Readable, .. AlertSchema.Messages];

    /// <remarks>When left out, the deploying identity becomes run_as, as the owner did.</remarks>
    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var alert = base.ToDeclaration(live, left);
        RunAs.LeaveOut(alert, live.Creator);
        return alert;
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        base.Check(declaration, findings);
        new AlertCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
    }
}
