using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects start, and cost money, because they are written.</summary>
internal interface IStarts
{
    /// <summary>What the write starts, as a clause for plans; null where it starts nothing.</summary>
    /// <param name="wanted">What Git declares.</param>
    /// <param name="before">The object as it was before the write; null for a new one.</param>
    /// <param name="fields">What the write changes in an object that was there.</param>
    string? StartNote(JObject wanted, LiveAsset? before, IReadOnlyList<FieldChange> fields);
}
