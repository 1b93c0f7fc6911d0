using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>A plan as a JSON file: members in a fixed order, so that the same plan is always the same text.</summary>
public static class PlanFile
{
    private const int Format = 1;

    public static Task SaveAsync(Plan plan, string path, Redactor redactor, CancellationToken ct) =>
        WholeFile.WriteAsync(path, Text(plan, redactor), ct);

    /// <param name="redactor">Applied to each value separately, so that the file stays valid JSON.</param>
    public static string Text(Plan plan, Redactor redactor)
    {
        var document = Document(plan);
        foreach (var value in document.Descendants().OfType<JValue>().ToList())
            if (value.Value is string text)
                value.Value = redactor.Redact(text);

        return document.ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JObject Document(Plan plan) =>
        new()
        {
            ["format"] = Format,
            ["environment"] = plan.Environment,
            ["workspace"] = plan.Workspace.ToString(),
            ["commit"] = plan.Commit,
            ["lock"] = plan.Lock is { } found ? Document(found) : null,
            ["summary"] = new JObject(
                Enum.GetValues<ChangeAction>()
                    .Select(action => new JProperty(Name(action), plan.Changes.Count(change => change.Action == action)))
            ),
            ["needs_approval"] = plan.NeedsApproval,
            ["approval"] = new JArray(plan.Approval.Select(Document)),
            ["changes"] = new JArray(plan.Changes.Select(Document)),
            ["stops"] = new JArray(plan.Stops),
            ["no_longer_in_git"] = new JArray(plan.NoLongerInGit),
            ["forgotten"] = new JArray(plan.Forgotten),
        };

    /// <summary>One change, as plans and reports write it; its texts still to be redacted.</summary>
    public static JObject Document(Change change) =>
        new()
        {
            ["asset"] = change.Asset,
            ["kind"] = change.Kind,
            ["name"] = change.Name,
            ["action"] = Name(change.Action),
            ["reason"] = change.Reason,
            ["drift"] = change.Drift,
            ["adopts"] = change.Adopts,
            ["moved_from"] = change.MovedFrom,
            ["held_back"] = change.HeldBack,
            ["unknown"] = change.IsUnknown,
            ["empty_folder"] = change.EmptyFolder,
            ["id"] = change.Id,
            ["file"] = change.File,
            ["declaration"] = change.Declaration,
            ["fingerprint"] = change.Fingerprint,
            ["secrets"] = new JArray(change.Secrets),
            ["uncompared"] = new JArray(change.Uncompared),
            ["after"] = new JArray(change.After),
            ["after_stub"] = new JArray(change.AfterStub),
            ["stub"] = change.Stub is null ? JValue.CreateNull() : new JObject { ["after"] = new JArray(change.Stub.After) },
            ["fields"] = new JArray(change.Fields.Select(Field)),
        };

    internal static JObject Document(ApprovalReason reason) =>
        new()
        {
            ["class"] = reason.Class,
            ["assets"] = new JArray(reason.Assets),
            ["text"] = reason.Text,
        };

    private static JObject Document(FoundLock found) =>
        new()
        {
            ["path"] = found.Path,
            ["counts"] = !found.IsOver,
            ["owner"] = found.Lock?.Owner,
            ["since"] = found.Lock is { } held ? PlanTime.Text(held.Since) : null,
            ["until"] = found.Lock?.Until is { } until ? PlanTime.Text(until) : null,
            ["message"] = found.Lock?.Message ?? found.Problem,
        };

    private static JObject Field(FieldChange field) =>
        new()
        {
            ["path"] = field.Path,
            ["old"] = field.Old?.DeepClone(),
            ["new"] = field.New?.DeepClone(),
            ["drift"] = field.Drift,
        };

    internal static string Name(ChangeAction action) => action.ToString().ToLowerInvariant();
}
