using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A kind whose deleted objects lie in a trash for a while, where they can still be read by id. They count as deleted.
/// </summary>
internal interface ITrash
{
    /// <param name="answer">The object as the service gives it.</param>
    bool IsInTrash(JObject answer);
}
