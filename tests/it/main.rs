//! Behaviour through public doors, in one program so that it links once.

mod layers;
