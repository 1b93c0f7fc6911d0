using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>What is sent of a declaration.</summary>
internal static class SentDocument
{
    /// <summary>
    /// An update also names fields that Git does not declare any more, or that someone set, where the service would keep them otherwise.
    /// </summary>
    /// <param name="content">The declaration, with ids in place of names.</param>
    public static JObject Of(PlannedDeployment planned, RemoteKind kind, Change change, JObject content)
    {
        if (change.Action != ChangeAction.Update)
            return content;

        var before = planned.Known.Matches.GetValueOrDefault(change.Asset)?.Entry?.Declared;
        var sentBefore = before is null ? null : SecretText.Shown(before);
        var wanted = UnreturnedFields.WithRemovals(content, sentBefore, kind.Rules);
        var putBack = change.Fields.Where(field => field is { Drift: true, New: null }).Select(field => field.Path).ToHashSet();
        return planned.Held(change) is { } held ? UnreturnedFields.WithDefaults(wanted, held.State, putBack, kind.Rules) : wanted;
    }
}
