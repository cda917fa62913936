//! The release that a book is compared with: a tag of this book, whose tree contains it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::Path;

use semver::Version;

use super::commit::{Commit, Place};
use super::git::{Kind, Object, Repository, Tag};
use super::revision::{Origin, Side, short};
use super::search::Search;
use crate::text::visible;

/// The tags of a book's releases.
#[derive(Debug)]
pub(super) struct Tags<'a> {
    /// The crate of the book.
    pub(super) crate_name: &'a str,
    /// Tags other than the usual ones.
    pub(super) glob: Option<&'a str>,
}

/// The number of the latest tagged commits searched for a book in a different folder.
const SEARCHED: usize = 10;

impl Tags<'_> {
    /// The tags for people: `` `shop-errors-v1.2.3` or `v1.2.3` ``.
    pub(super) fn described(&self) -> String {
        match self.glob {
            Some(glob) => format!("a tag that matches `{}`", visible(glob)),
            None => format!("a tag such as `{}-v1.2.3` or `v1.2.3`", self.crate_name),
        }
    }

    /// The tags of a commit and its ancestors, the latest first. A group is used only if no earlier group has a book.
    fn groups(&self, repository: &Repository, of: &str) -> Result<Vec<Vec<Tag>>, String> {
        if let Some(glob) = self.glob {
            let mut tags = repository.tags(glob, of)?;
            tags.retain(|it| !is_prerelease(&it.name));
            return Ok(vec![tags]);
        }
        let group = |prefix: String| {
            let tags = repository.tags(&format!("{prefix}*"), of)?.into_iter();
            let version = |tag: &str| Version::parse(tag.strip_prefix(&prefix)?).ok().filter(|it| it.pre.is_empty());
            let mut tags: Vec<(Version, Tag)> = tags.filter_map(|tag| Some((version(&tag.name)?, tag))).collect();
            tags.sort_by(|a, b| b.0.cmp(&a.0));
            Ok(tags.into_iter().map(|it| it.1).collect())
        };
        [format!("{}-v", self.crate_name), "v".to_owned()].into_iter().map(group).collect()
    }
}

impl Origin<'_> {
    /// The latest release before a side: of the tags of a book, the first one among the ancestors of the base whose tree
    /// contains the book. If the base is not a commit, the ancestors of the head are searched.
    pub(super) fn release(
        &self,
        tags: &Tags<'_>,
        base: &Side,
        head: &Side,
        search: &mut Search,
    ) -> Result<Option<Side>, String> {
        let Some(repository) = self.repository_if_any()? else { return Ok(None) };
        let commit = match base.commit.as_ref().or(head.commit.as_ref()) {
            Some(commit) => Some(commit.clone()),
            None => repository.object(OsStr::new("HEAD"))?.map(|it| it.id),
        };
        let Some(commit) = commit else { return Ok(None) };
        let own = self.folder(repository)?;
        let mut folders = vec![base.folder.as_deref().map_or(own, Path::new), own];
        folders.dedup();
        let has_book = |side: &Side| side.crate_name().as_deref() == Some(tags.crate_name);
        for group in tags.groups(repository, &commit)? {
            for tag in with_folder(repository, &group, &folders)? {
                for folder in &folders {
                    if let Some(side) = self.tagged(repository, tag, folder)?.filter(has_book) {
                        return Ok(Some(side));
                    }
                }
            }
            // The folder had a different name then.
            let mut seen = HashSet::new();
            for tag in group.iter().filter(|it| seen.insert(&it.commit)).take(SEARCHED) {
                let Some(side) = self.tagged(repository, tag, own)? else { continue };
                if let Some((side, _)) = self.settled(side, tags.crate_name, search).ok().filter(|it| has_book(&it.0)) {
                    return Ok(Some(side));
                }
            }
        }
        Ok(None)
    }

    /// A folder in the tree of a tag; `None` if it cannot be read.
    fn tagged(&self, repository: &Repository, tag: &Tag, folder: &Path) -> Result<Option<Side>, String> {
        let commit = Commit::new(repository, &tag.commit);
        if !matches!(commit.at(folder)?, Place::Found(_, Object { kind: Kind::Tree, .. }) | Place::Nothing) {
            return Ok(None);
        }
        let side = self.in_folder(&commit, folder)?;
        Ok(Some(Side { name: format!("{} ({})", visible(&tag.name), short(&tag.commit)), ..side }))
    }
}

/// The tags whose trees have one of these folders. Of many tags, most have none.
fn with_folder<'a>(repository: &Repository, tags: &'a [Tag], folders: &[&Path]) -> Result<Vec<&'a Tag>, String> {
    let name = |tag: &Tag, folder: &Path| format!("{}:{}", tag.commit, folder.display().to_string().replace('\\', "/"));
    let names: Vec<String> = tags.iter().flat_map(|tag| folders.iter().map(|it| name(tag, it))).collect();
    if names.iter().any(|it| it.contains('\n')) {
        return Ok(tags.iter().collect());
    }
    let exist = repository.exist(&names)?;
    let exist = exist.chunks(folders.len()).map(|it| it.contains(&true));
    Ok(tags.iter().zip(exist).filter(|it| it.1).map(|it| it.0).collect())
}

/// Whether a name ends in a version with a suffix, such as `-rc.1`.
fn is_prerelease(tag: &str) -> bool {
    let digits = tag.char_indices().filter(|it| it.1.is_ascii_digit());
    digits.filter_map(|it| Version::parse(&tag[it.0..]).ok()).any(|it| !it.pre.is_empty())
}
