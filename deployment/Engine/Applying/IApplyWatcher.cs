using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Hears of the changes as they happen, from several threads at once and in no particular order.</summary>
public interface IApplyWatcher
{
    void Started(Change change);

    void Finished(ChangeOutcome outcome);

    /// <summary>Something is waited for, or worth knowing before the end.</summary>
    void Note(string text) { }
}
