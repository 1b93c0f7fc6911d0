using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>One change as a sealed plan holds it: with all that is in it, and without values that look like secrets.</summary>
internal static class SealedChange
{
    public static JObject Write(Change change)
    {
        var document = PlanFile.Document(change);
        document["kept"] = new JArray(change.Kept);
        document["notes"] = new JArray(change.Notes);
        document["keeps_withdrawn"] = change.KeepsWithdrawn;
        document["unseen"] = change.IsUnseen;
        document["unless_busy"] = change.UnlessBusy;
        foreach (var (field, written) in change.Fields.Zip(document["fields"]!.Cast<JObject>()))
        {
            written["old_ids"] = field.OldIds?.DeepClone();
            written["recreate_because"] = field.RecreateBecause;
            written["kept_because"] = field.KeptBecause;
        }

        return document;
    }

    /// <exception cref="FormatException">It is no change.</exception>
    public static Change Read(JObject document) =>
        new()
        {
            Kind = document.Text("kind"),
            Name = document.Text("name"),
            Action = document.Action("action"),
            Reason = document.Text("reason"),
            Id = document.TextOrNull("id"),
            File = document.TextOrNull("file"),
            Declaration = document.TextOrNull("declaration"),
            Fingerprint = document.TextOrNull("fingerprint"),
            Fields = [.. document.Objects("fields").Select(Field)],
            Kept = document.Texts("kept"),
            // Plans of earlier builds have none.
            Notes = document["notes"] is null ? [] : document.Texts("notes"),
            KeepsWithdrawn = document.Flag("keeps_withdrawn"),
            Secrets = document.Texts("secrets"),
            Uncompared = document.Texts("uncompared"),
            After = document.Texts("after"),
            AfterStub = document.Texts("after_stub"),
            Stub = document["stub"] is JObject stub ? new Stub(stub.Texts("after")) : null,
            Adopts = document.Flag("adopts"),
            MovedFrom = document.TextOrNull("moved_from"),
            Drift = document.Flag("drift"),
            UnlessBusy = document.Flag("unless_busy"),
            HeldBack = document.TextOrNull("held_back"),
            IsUnknown = document.Flag("unknown"),
            IsUnseen = document.Flag("unseen"),
            EmptyFolder = document.TextOrNull("empty_folder"),
        };

    /// <summary>As it is after it was sealed: blanked texts are equal whoever blanked them.</summary>
    public static Change Blanked(Change change, Redactor redactor) => Read(Blanked(Write(change), redactor));

    /// <summary>What identifies the asset stays, though a name may hold a text that is a secret elsewhere.</summary>
    public static JObject Blanked(JObject document, Redactor redactor)
    {
        var values = document["fields"]!.SelectMany(field => new[] { field["old"], field["old_ids"], field["new"] });
        var texts = values.Concat([document["reason"], document["kept"], document["notes"]]);
        foreach (var value in texts.OfType<JToken>().SelectMany(Values).ToList())
            if (value.Value is string text)
                value.Value = redactor.Redact(text);

        return document;
    }

    private static IEnumerable<JValue> Values(JToken token) =>
        (token as JContainer)?.Descendants().OfType<JValue>() ?? [(JValue)token];

    private static FieldChange Field(JObject field) =>
        new()
        {
            Path = field.Text("path"),
            Old = Value(field["old"]),
            OldIds = Value(field["old_ids"]),
            New = Value(field["new"]),
            Drift = field.Flag("drift"),
            RecreateBecause = field.TextOrNull("recreate_because"),
            KeptBecause = field.TextOrNull("kept_because"),
        };

    /// <summary>That a field is not set is written as null.</summary>
    private static JToken? Value(JToken? value) => value is null or JValue { Value: null } ? null : value;
}
