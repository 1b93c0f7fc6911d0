namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A kind whose objects hold what a new object would not have. None is deleted, not even to be created anew, unless the run allows it.
/// </summary>
internal interface IHoldsData
{
    /// <summary>What is lost with an object: <c>the secrets in it</c>.</summary>
    string Data { get; }
}
